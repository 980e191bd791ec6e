const STEPS = [
  { unit: 'd', ms: 86_400_000 },
  { unit: 'h', ms: 3_600_000 },
  { unit: 'min', ms: 60_000 },
  { unit: 's', ms: 1_000 },
] as const

/** A length of time in its largest whole unit, such as `3 min`. */
export function shortTime(ms: number): string {
  const { unit, ms: step } = STEPS.find((each) => ms >= each.ms) ?? STEPS[3]
  return `${Math.max(0, Math.floor(ms / step))} ${unit}`
}
