import type { Clock } from '../kernel/host.ts'
import type { Mailer } from '../kernel/mailer.ts'
import { composeMail, faultIn, readSender } from './compose-mail.ts'
import { exchange, type SmtpServer } from './smtp-exchange.ts'

/** The server that takes e-mail, and who writes. */
export interface SmtpSettings extends SmtpServer {
  /** The sender, such as "Harbor Table <desk@example.com>". */
  readonly from: string
}

/**
 * Sends e-mail by SMTP, one connection for each mail: nothing is kept open, so nothing has to be closed. Throws when
 * `from` is not one sender.
 */
export function createSmtpMailer(settings: SmtpSettings, clock: Clock): Mailer {
  const sender = readSender(settings.from)
  return Object.freeze<Mailer>({
    async send(mail) {
      const fault = faultIn(mail)
      if (fault !== undefined) return { kind: 'refused', why: fault }
      const letter = await composeMail(mail, sender).catch(() => undefined)
      if (!letter) return { kind: 'refused', why: 'the mail cannot be written' }
      return exchange(letter, settings, clock)
    },
  })
}
