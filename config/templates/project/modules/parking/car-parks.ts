export const VEHICLES = ['car', 'van', 'motorcycle'] as const

export type Vehicle = (typeof VEHICLES)[number]

export interface CarPark {
  readonly name: string
  readonly takes: readonly Vehicle[]
  readonly walkMinutes: number
  readonly centsPerHour: number
}

/** The shortest walk from a car park that takes the vehicle; the cheaper one where two are as near. */
export function nearestFor(vehicle: Vehicle, carParks: readonly CarPark[]): CarPark | undefined {
  return carParks
    .filter(({ takes }) => takes.includes(vehicle))
    .toSorted((a, b) => a.walkMinutes - b.walkMinutes || a.centsPerHour - b.centsPerHour)[0]
}
