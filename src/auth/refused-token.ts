/** A token that is not accepted. `why` is for the log, and holds nothing of what the token says. */
export class RefusedToken extends Error {
  override readonly name = 'RefusedToken'
  /** The issuer, once it is known to be one of ours. */
  readonly issuer: string | undefined

  constructor(why: string, issuer?: string) {
    super(why)
    this.issuer = issuer
  }
}
