import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'

import { clientsOf } from '../../../src/config/clients.ts'
import { GOOD, load, problemsOf, withPart } from './deployment.ts'

const SECRET = 'Sk-live-7f3a9-0123456789abcdef'

/** A second client beside `voice`, with a credential of its own. */
const DESK = `  desk:
    profile: full
    credential: { env: DESK_KEY }
    tools: { include: [customers_find] }
    scopes: [customers:read]
`

function withCredential(credential: string): string {
  return withPart('profile: voice', `profile: voice\n    credential: ${credential}`)
}

describe('a key', () => {
  test('comes from the environment', () => {
    const config = load(withCredential('{ env: VOICE_KEY }'), { VOICE_KEY: SECRET })
    expect(config.secretOf('voice')).toBe(SECRET)
  })

  test('comes from a file beside the configuration, without its last line break', () => {
    const config = load(withCredential('{ file: ./voice.key }'), {}, { 'voice.key': `${SECRET}\n` })
    expect(config.secretOf('voice')).toBe(SECRET)
  })

  test('is optional', () => {
    expect(load(GOOD).secretOf('voice')).toBeUndefined()
  })

  test('is in nothing that can be printed', () => {
    const config = load(withCredential('{ env: VOICE_KEY }'), { VOICE_KEY: SECRET })
    const prints = [config, clientsOf(config)].flatMap((value) => [
      inspect(value, { depth: Infinity, showHidden: true }),
      JSON.stringify(value),
    ])
    for (const print of prints) expect(print).not.toContain(SECRET)
  })
})

describe('a key that cannot be had', () => {
  test.each([
    [undefined, 'not set'],
    ['', 'empty'],
    ['  \n', 'empty'],
  ])('a variable that is %j', (value, state) => {
    expect(problemsOf(withCredential('{ env: VOICE_KEY }'), { VOICE_KEY: value })).toEqual([
      `toolcrib.yaml:11:24  clients.voice.credential.env: the environment variable VOICE_KEY is ${state}. Set it to the key of this client.`,
    ])
  })

  test('a file that is not there', () => {
    expect(problemsOf(withCredential('{ file: ./voice.key }'))).toEqual([
      'toolcrib.yaml:11:25  clients.voice.credential.file: voice.key cannot be read (ENOENT).',
    ])
  })

  test('a file that is empty', () => {
    expect(problemsOf(withCredential('{ file: ./voice.key }'), {}, { 'voice.key': '\n' })).toEqual([
      'toolcrib.yaml:11:25  clients.voice.credential.file: voice.key is empty. Write the key of this client into it.',
    ])
  })

  test.each(['short', 'with a blank in the middle of the key'])(
    'one that is easy to guess: %s',
    (key) => {
      const [problem = ''] = problemsOf(withCredential('{ env: VOICE_KEY }'), { VOICE_KEY: key })
      expect(problem).toContain('VOICE_KEY holds a key that is too easy to guess.')
      expect(problem).not.toContain(key)
    },
  )

  test('the key of another client', () => {
    const text = withCredential('{ file: ./voice.key }') + DESK
    expect(problemsOf(text, { DESK_KEY: SECRET }, { 'voice.key': SECRET })).toEqual([
      'toolcrib.yaml:18:17  clients.desk.credential: gives the same key as clients.voice, so the two could not be told apart. Give each client its own.',
    ])
  })

  test.each(['{}', '{ env: VOICE_KEY, file: ./voice.key }'])('from %s', (credential) => {
    expect(problemsOf(withCredential(credential), { VOICE_KEY: SECRET })).toEqual([
      'toolcrib.yaml:11:17  clients.voice.credential: write either env or file, and only one of them.',
    ])
  })
})

describe('a key pasted into the file', () => {
  test('is refused with the reason', () => {
    expect(problemsOf(withCredential(SECRET))).toEqual([
      'toolcrib.yaml:11:17  clients.voice.credential: a key is never written into this file, because configuration gets copied, logged and committed. Write { env: NAME } or { file: /path } to say where the key is.',
    ])
  })

  test.each([
    ['as it is', SECRET],
    ['in braces, where YAML makes it a key', `{ ${SECRET} }`],
    ['in braces of a template', `{{ ${SECRET} }}`],
    ['as a list', `[${SECRET}]`],
    ['as the name of a variable', `{ env: ${SECRET} }`],
    ['as the path of a file', `{ file: ${SECRET} }`],
    ['under a key of its own', `{ value: ${SECRET} }`],
    ['behind a tag', `!${SECRET} x`],
    ['as an alias', `*${SECRET}`],
    ['with a quote that never closes', `"${SECRET}`],
    ['with a colon in it', `${SECRET}: x: y`],
    ['behind a block sign', `|${SECRET}`],
    ['with a wrong escape', `"\\${SECRET}"`],
    ['in place of the profile', `{ env: X }\n    title: [${SECRET}]`],
    ['as a toolset', `{ env: X }\n    toolsets: [${SECRET}]`],
  ])('is never repeated: %s', (_how, credential) => {
    const problems = problemsOf(withCredential(credential).replace('    toolsets: [booking]\n', ''))
    expect(problems).not.toEqual([])
    expect(problems.join('\n')).not.toMatch(/live-7f3a9/i)
  })

  test('is not repeated when it is only digits', () => {
    const problems = [withCredential('73519826'), withCredential('{ env: 73519826 }')].flatMap(
      (text) => problemsOf(text),
    )
    expect(problems).toHaveLength(2)
    expect(problems.join('\n')).not.toContain('73519826')
  })

  test('in the environment is not repeated by any other problem of the file', () => {
    const text = withCredential('{ env: VOICE_KEY }').replace('customers_*', 'zebra') + DESK
    const problems = problemsOf(text, { VOICE_KEY: SECRET, DESK_KEY: SECRET })
    expect(problems).toHaveLength(2)
    expect(problems.join('\n')).not.toContain(SECRET)
  })
})

describe('the password of the mail server', () => {
  const mailed = (password: string): string =>
    withPart(
      'port: 9000',
      `port: 9000\n  mail: { host: smtp.example.com, from: desk@example.com, user: desk, password: ${password} }`,
    )

  test('comes from the environment, and may be short, because others have chosen it', () => {
    const config = load(mailed('{ env: MAIL_PASSWORD }'), { MAIL_PASSWORD: 'pa ss' })
    expect(config.mailPassword()).toBe('pa ss')
    expect(config.server.mail).toEqual({
      host: 'smtp.example.com',
      port: 587,
      tls: false,
      from: 'desk@example.com',
      user: 'desk',
    })
  })

  test('comes from a file beside the configuration, without its last line break', () => {
    const config = load(mailed('{ file: ./mail.key }'), {}, { 'mail.key': 'secret\n' })
    expect(config.mailPassword()).toBe('secret')
  })

  test('is not needed where nobody logs in, and there is none without a mail server', () => {
    const open = 'port: 9000\n  mail: { host: localhost, port: 25, from: Desk <desk@example.com> }'
    const config = load(withPart('port: 9000', open))
    expect([config.mailPassword(), config.server.mail?.user]).toEqual([undefined, undefined])
    expect([load(GOOD).server.mail, load(GOOD).mailPassword()]).toEqual([undefined, undefined])
  })

  test('is in nothing that can be printed', () => {
    const config = load(mailed('{ env: MAIL_PASSWORD }'), { MAIL_PASSWORD: SECRET })
    for (const print of [
      inspect(config, { depth: Infinity, showHidden: true }),
      JSON.stringify(config),
    ])
      expect(print).not.toContain(SECRET)
  })

  test.each([
    [
      '{ env: MAIL_PASSWORD }',
      '3:88  server.mail.password.env: the environment variable MAIL_PASSWORD is not set. Set it to the password.',
    ],
    ['{ file: ./mail.key }', '3:89  server.mail.password.file: mail.key cannot be read (ENOENT).'],
    ['{}', '3:81  server.mail.password: write either env or file, and only one of them.'],
    [
      SECRET,
      '3:81  server.mail.password: a password is never written into this file, because configuration gets copied, logged and committed. Write { env: NAME } or { file: /path } to say where the password is.',
    ],
  ])('that cannot be had from %s is said', (password, line) => {
    expect(problemsOf(mailed(password))).toEqual([`toolcrib.yaml:${line}`])
  })

  test.each([
    ['in braces, where YAML makes it a key', `{ ${SECRET} }`],
    ['as a list', `[${SECRET}]`],
    ['as the name of a variable', `{ env: ${SECRET} }`],
    ['as the path of a file', `{ file: ${SECRET} }`],
    ['under a key of its own', `{ value: ${SECRET} }`],
  ])('is never repeated when it was pasted into the file: %s', (_how, password) => {
    const problems = problemsOf(mailed(password))
    expect(problems).not.toEqual([])
    expect(problems.join('\n')).not.toMatch(/live-7f3a9/i)
  })

  test('is not repeated when it is only digits', () => {
    const problems = ['73519826', '{ env: 73519826 }', '{ 73519826: x }'].flatMap((password) =>
      problemsOf(mailed(password)),
    )
    expect(problems.length).toBeGreaterThanOrEqual(3)
    expect(problems.join('\n')).not.toContain('73519826')
  })
})
