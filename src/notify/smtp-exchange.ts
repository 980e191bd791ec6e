import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { Readable } from 'node:stream'

import type { Clock } from '../kernel/host.ts'
import { isLoopback } from '../kernel/loopback.ts'
import type { MailOutcome } from '../kernel/mailer.ts'
import type { Letter } from './compose-mail.ts'
import { outcomeOf, type MailFailure } from './mail-failure.ts'

/** Where mail is handed in. */
export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; without it the connection is upgraded where the server offers that. */
  readonly tls: boolean
  readonly user: string | undefined
  /** A function, so that no log line or error can print it by accident. */
  readonly password: () => string | undefined
}

/** The whole exchange. A voice client hears nothing after 4 s, and the rest of the call needs its time as well. */
const EXCHANGE_MS = 3_000

/**
 * Hands one letter in over a connection of its own. The library's connection is spoken to directly, and not its
 * transport, because a lost connection looks the same to the transport before and after the text was sent.
 */
export function exchange(letter: Letter, server: SmtpServer, clock: Clock): Promise<MailOutcome> {
  const { promise, resolve } = Promise.withResolvers<MailOutcome>()
  const connection = new SMTPConnection(optionsFor(server))
  let hasBegun = false
  let isOver = false
  const end = (outcome: MailOutcome, leave: () => void): void => {
    if (isOver) return
    isOver = true
    stopClock()
    resolve(outcome)
    leave()
  }
  const fail = (failure: MailFailure): void =>
    end(outcomeOf(failure, hasBegun), () => connection.close())
  const stopClock = clock.after(EXCHANGE_MS, () => fail({ code: 'ETIMEDOUT' }))
  const then = (next: () => void) => (failure?: MailFailure | null) =>
    failure ? fail(failure) : next()
  const bytes = Readable.from(
    (function* text() {
      hasBegun = true
      yield letter.bytes
    })(),
  )
  const send = (): void =>
    connection.send(
      { ...letter.envelope },
      bytes,
      then(() => end({ kind: 'accepted' }, () => connection.quit())),
    )
  connection.on('error', fail)
  // The library can end a connection without a word.
  connection.on('end', () => fail({ code: 'ECONNECTION' }))
  connection.connect(then(() => logIn(connection, server, then(send))))
  return promise
}

function logIn(
  connection: SMTPConnection,
  { user, password }: SmtpServer,
  done: (failure?: MailFailure | null) => void,
): void {
  if (user === undefined) done()
  else connection.login({ credentials: { user, pass: password() } }, done)
}

function optionsFor({ host, port, tls, user }: SmtpServer) {
  return {
    host,
    port,
    secure: tls,
    // A password is never said in the clear, so that whoever strips the offer of TLS from the line cannot read it.
    requireTLS: !tls && user !== undefined && !isLoopback(host),
    connectionTimeout: EXCHANGE_MS,
    greetingTimeout: EXCHANGE_MS,
    dnsTimeout: EXCHANGE_MS,
    socketTimeout: EXCHANGE_MS,
    socketCloseTimeout: 0,
    logger: false,
  }
}
