/** On whose behalf a client calls. */
export interface ActingUser {
  /** Unique in the deployment, and never reused. */
  readonly id: string
  /** Their name for people. */
  readonly name: string
  /** Where a code can reach them that the agent must not see; without it none can. */
  readonly email: string | undefined
}
