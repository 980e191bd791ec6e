/** For the log. It holds nothing of what a token says. */
export interface TokenTrouble {
  readonly event: 'token refused' | 'token keys not fetched'
  readonly reason: string
  /** One of those in the configuration; `undefined` when the token is from none of them. */
  readonly issuer: string | undefined
}
