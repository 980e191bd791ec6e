import addressparser from 'nodemailer/lib/addressparser'
import MailComposer from 'nodemailer/lib/mail-composer'
import { createHash } from 'node:crypto'

import type { Mail } from '../kernel/mailer.ts'
import { isPlainAddress } from './plain-address.ts'

/** Who a deployment writes as. */
export interface Sender {
  /** Empty when there is none. */
  readonly name: string
  readonly address: string
}

/** A mail as it goes over the wire. */
export interface Letter {
  readonly envelope: { readonly from: string; readonly to: string }
  readonly bytes: Buffer
}

/** Reads "Harbor Table <desk@example.com>", or an address alone. Throws when it is not exactly one sender. */
export function readSender(from: string): Sender {
  const [sender, another] = addressparser(from, { flatten: true })
  if (!sender || another || !isPlainAddress(sender.address) || /\p{Cc}/u.test(from))
    throw new Error(
      `"${from}" is not one sender; write it as in Harbor Table <desk@example.com>, in plain letters.`,
    )
  return { name: sender.name, address: sender.address }
}

/** Why a mail cannot be written at all. A line break in a header would begin another one, such as a hidden recipient. */
export function faultIn({ to, subject }: Mail): string | undefined {
  if (!isPlainAddress(to)) return 'the recipient is not one plain address'
  if (/[\p{Cc}\u2028\u2029]/u.test(subject)) return 'the subject is not one line of text'
  return undefined
}

export async function composeMail(mail: Mail, sender: Sender): Promise<Letter> {
  const { to, subject, text, key } = mail
  const composer = new MailComposer({
    from: sender,
    to: { name: '', address: to },
    subject,
    // A carriage return alone is a line break to some readers, and nothing to others.
    text: text.replaceAll(/\r\n?/g, '\n'),
    messageId: messageIdOf(key, sender),
    // So that an absence note does not answer a machine.
    headers: { 'Auto-Submitted': 'auto-generated' },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return { envelope: { from: sender.address, to }, bytes: await composer.compile().build() }
}

/** The key itself may be a secret of the journal, or hold signs that an id may not. */
function messageIdOf(key: string, { address }: Sender): string {
  const digest = createHash('sha256').update(key).digest('hex').slice(0, 32)
  return `<${digest}@${address.slice(address.indexOf('@') + 1)}>`
}
