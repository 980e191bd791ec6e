import { describe, expect, it } from 'vitest'

import { openTestModule } from '../../src/testing.ts'
import { deskModule } from '../support/desk.ts'

describe('a module under test', () => {
  it('asks the person that a test gives it, and nobody where it gives none', async () => {
    const desk = await openTestModule(deskModule().module)
    const call = { person: () => ({ action: 'accept', content: { which: 'second' } }) as const }
    expect((await desk.callTool('desk_which', { name: 'Ada' }, call)).text).toBe(
      'It is the second Ada.',
    )
    expect((await desk.callTool('desk_which', { name: 'Ada' })).text).toBe(
      'Ask the caller which Ada is meant.',
    )
    await desk.close()
  })

  it('tells a test that listens how far a call has come', async () => {
    const desk = await openTestModule(deskModule().module)
    const heard: (string | undefined)[] = []
    const onProgress = (_part: number, words: string | undefined) => void heard.push(words)
    await desk.callTool('desk_bake', {}, { onProgress })
    expect(heard).toEqual(['Stage 1.', 'Stage 2.', 'Stage 3.'])
    await desk.close()
  })
})
