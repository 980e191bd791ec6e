/** A day on which the demo restaurant serves dinner and has tables, `ahead` days from now or a little later. */
export function servedDay(ahead = 6): string {
  const day = new Date(Date.now() + ahead * 86_400_000)
  const date = day.toISOString().slice(0, 10)
  // Closed on Mondays and at Christmas; its busy evening is within the next four days.
  return day.getUTCDay() === 1 || date.endsWith('-12-25') ? servedDay(ahead + 1) : date
}
