import { extname, join } from 'node:path'
import type { KeyObject } from 'node:crypto'
import { Worker } from 'node:worker_threads'

import type { Outcome } from './group-commit.ts'
import type { Change } from './journal-ops.ts'
import { writerOver, type Writer } from './writer.ts'

/** What the thread is started with. */
export interface WriterSetting {
  readonly file: string
  readonly signing: KeyObject
  readonly keyId: string
  readonly checkpointFile: string | undefined
}

/** What the thread says: what came of a group, or what went wrong beside one. */
export type FromThread =
  | { readonly kind: 'outcomes'; readonly outcomes: readonly Outcome[] }
  | { readonly kind: 'trouble'; readonly message: string }

export type ToThread =
  | { readonly kind: 'commit'; readonly changes: readonly Change[] }
  | { readonly kind: 'close' }

/**
 * A writer in a thread of its own: waiting for the disk, and for other processes' writes, does not hold up the event
 * loop, where deadlines run.
 */
export function threadWriter(setting: WriterSetting, onTrouble: (message: string) => void): Writer {
  const file = join(import.meta.dirname, `writer-thread${extname(import.meta.filename)}`)
  const worker = new Worker(file, { workerData: setting, name: 'toolcrib-writer' })
  // By hand: `events.once` would reject with the thread's error, which nobody awaits before the house closes.
  const exited = Promise.withResolvers<void>()
  let answer: PromiseWithResolvers<readonly Outcome[]> | undefined
  let ended: Error | undefined
  const end = (error: Error): void => {
    ended ??= error
    answer?.reject(error)
  }
  worker.on('message', (said: FromThread) => {
    if (said.kind === 'trouble') return onTrouble(said.message)
    return answer?.resolve(said.outcomes)
  })
  worker.on('error', (error: unknown) => {
    onTrouble(String(error))
    end(error instanceof Error ? error : new Error(String(error)))
  })
  worker.on('exit', () => {
    end(new Error('The writer has ended.'))
    exited.resolve()
  })
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window, and has no origin
  const post = (message: ToThread): void => worker.postMessage(message)
  return writerOver(
    // Asynchronous, so that a throw of `post` is a rejection, too, and nobody waits for ever.
    async (changes) => {
      if (ended) throw ended
      answer = Promise.withResolvers()
      post({ kind: 'commit', changes })
      return answer.promise
    },
    async () => {
      post({ kind: 'close' })
      await exited.promise
    },
  )
}
