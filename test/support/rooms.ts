import * as z from 'zod'

import type { Module } from '../../src/index.ts'
import { GOOD, moduleOf, tool } from './bad-module.ts'

const ROOMS =
  'attic balcony cellar corridor garage garden hallway kitchen laundry lounge nursery office pantry porch scullery stable studio terrace veranda vestibule workshop'.split(
    ' ',
  )

/** Modules for the first rooms of a house, each with one good tool that is mistaken for no other. */
export function roomModules(count: number, more: z.ZodRawShape = {}): readonly Module[] {
  return ROOMS.slice(0, count).map((room) =>
    moduleOf(
      room,
      tool({
        ...GOOD,
        name: 'describe_shelves',
        does: `Say what stands on the shelves of the ${room}, the ${room} cupboards included.`,
        useWhen: `somebody asks what the ${room} holds at the moment`,
        input: GOOD.input.extend(more),
      }),
    ),
  )
}
