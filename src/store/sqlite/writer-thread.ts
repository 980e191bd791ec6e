import { parentPort, workerData } from 'node:worker_threads'

import { checkpointer } from './checkpointer.ts'
import { groupCommit } from './group-commit.ts'
import { JOURNAL_SCHEMA } from './journal-schema.ts'
import { openDatabase } from './open.ts'
import type { FromThread, ToThread, WriterSetting } from './thread-writer.ts'

/** The thread behind `threadWriter`: it does nothing but commit one group after the other. */

/** How long to wait for other processes' writes. Only this thread waits, and a voice client's deadline is 4 s. */
const BUSY_MS = 2_500

const setting: WriterSetting = workerData
const database = openDatabase(setting.file, JOURNAL_SCHEMA, BUSY_MS)
const checkpoints = checkpointer({
  database,
  signing: { key: setting.signing, id: setting.keyId },
  file: setting.checkpointFile,
  now: () => Date.now(),
  onTrouble: (message) => say({ kind: 'trouble', message }),
})
const commit = groupCommit(database, checkpoints.after)

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'commit') return say({ kind: 'outcomes', outcomes: commit(message.changes) })
  checkpoints.close()
  database.close()
  return parentPort?.close()
})

function say(message: FromThread): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window, and has no origin
  parentPort?.postMessage(message)
}
