export interface Score {
  readonly passed: number
  readonly failed: number
}

export function readScore(said: string, ok: boolean): Score {
  return { passed: said.length > 0 ? 1 : 0, failed: ok ? 0 : 1 }
}
