/** What is wrong, as a clause, and what to do next, as a sentence without its full stop. */
export interface Explanation {
  readonly what: string
  readonly next: string
}
