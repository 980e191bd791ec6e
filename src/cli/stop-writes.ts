import { existsSync, rmSync } from 'node:fs'

import { changeEntry } from '../open-records.ts'
import { stopFile } from '../store/places.ts'
import { systemClock } from '../system-clock.ts'
import { CONFIG_OPTION, JSON_OPTION, textOf, type Command, type Invocation } from './command.ts'
import { configFile, readConfig } from './deployment.ts'
import { runHint } from './program.ts'
import { note, print, printJson } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { withJournal } from './with-journal.ts'

const OPTIONS = {
  config: CONFIG_OPTION,
  note: { value: 'TEXT', about: 'why, for the record' },
  json: JSON_OPTION,
} as const

/** The kill switch. */
export const stopWrites: Command = {
  name: 'stop-writes',
  summary: 'refuse everything but reading, at once and in every process',
  usage: ['stop-writes [--note TEXT]'],
  details: [
    'Every call above tier read is refused from now on, in all processes of the deployment and across',
    'restarts, and is told to hand over. What is being written finishes. A file named stop-writes in',
    'the data folder does the same, for whoever cannot run this command.',
  ],
  options: OPTIONS,
  examples: ['stop-writes --note "wrong prices since noon"'],
  takesWords: false,
  run: (invocation) => turn(invocation, true),
}

/** The way back. */
export const resumeWrites: Command = {
  name: 'resume-writes',
  summary: 'let changes be made again after stop-writes',
  usage: ['resume-writes [--note TEXT]'],
  details: [
    'Ends what stop-writes began, and removes the file named stop-writes, if there is one.',
  ],
  options: OPTIONS,
  examples: ['resume-writes'],
  takesWords: false,
  run: (invocation) => turn(invocation, false),
}

async function turn({ values, terminal }: Invocation, stop: boolean): Promise<number> {
  const why = textOf(values, 'note')
  if (why === '') throw new UsageError('--note must say something.')
  const config = await readConfig(values)
  const file = stopFile(config.server.dataDir)
  const hadFile = existsSync(file)
  await withJournal(config, async ({ journal }) => {
    const [from, to] = stop ? ['running', 'stopped'] : ['stopped', 'running']
    const change = { what: 'writes', from, to, by: operator(), note: why ?? null } as const
    await journal.setWritesStopped(stop, [changeEntry(systemClock.now(), change)])
  })
  if (!stop) rmSync(file, { force: true })
  if (values['json']) printJson(terminal, { writes: stop ? 'stopped' : 'running' })
  else print(terminal, stop ? 'Writes are stopped.' : 'Writes are running.')
  if (stop) note(terminal, `To let them run again: ${runHint('resume-writes', configFile(values))}`)
  else if (hadFile) note(terminal, `${file} was removed.`)
  return 0
}

/** Who did it, as far as this machine knows. */
export function operator(): string | null {
  return process.env['SUDO_USER'] ?? process.env['USER'] ?? process.env['USERNAME'] ?? null
}
