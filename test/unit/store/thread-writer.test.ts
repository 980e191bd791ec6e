import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'

import { threadWriter } from '../../../src/store/sqlite/thread-writer.ts'
import { WriteFailed } from '../../../src/store/sqlite/writer.ts'
import { tempDir } from '../../support/temp-dir.ts'

it('a writer whose thread could not start refuses every write, says why, and closes', async () => {
  const heard: string[] = []
  // A folder is no database.
  const file = tempDir()
  const { privateKey } = generateKeyPairSync('ed25519')
  const writer = threadWriter(
    { file, signing: privateKey, keyId: 'k', checkpointFile: undefined },
    (message) => heard.push(message),
  )
  const append = { name: 'append', given: { rows: [] } } as const
  await expect(writer.write(append)).rejects.toBeInstanceOf(WriteFailed)
  await expect(writer.write(append)).rejects.toBeInstanceOf(WriteFailed)
  await writer.close()
  expect(heard.join()).toContain('unable to open database file')
})
