/** One plain-text e-mail to one recipient. */
export interface Mail {
  /** One address, such as ada@example.com. */
  readonly to: string
  /** One line. */
  readonly subject: string
  /** Plain text. */
  readonly text: string
  /** Makes the Message-ID, so that the same mail sent twice can be recognised. */
  readonly key: string
}

/** What came of it. `refused`: the server took nothing. `in_doubt`: it may have. `why` is for the log. */
export type MailOutcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused' | 'in_doubt'; readonly why: string }

/** Where nothing may be sent, as for a linter, and a module that sends has to open all the same. */
export const NO_MAIL: Mailer = Object.freeze<Mailer>({
  send: async () => ({ kind: 'refused', why: 'no e-mail is sent here' }),
})

/** Sends e-mail through the server that the deployment names. */
export interface Mailer {
  /** Resolves within a few seconds, and never rejects. */
  send(mail: Mail): Promise<MailOutcome>
}
