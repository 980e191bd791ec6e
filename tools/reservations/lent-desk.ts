import { explain } from './explain.ts'
import type { LentDesk } from './offers.ts'
import type { Services } from './tool.ts'

/** The part of the desk that other modules may borrow, with its problems put into words. */
export function lentDesk({
  desk,
  speech,
  view,
}: Pick<Services, 'desk' | 'speech' | 'view'>): LentDesk {
  return Object.freeze<LentDesk>({
    planClosing(wish) {
      const plan = desk.planClosing(wish)
      return 'problem' in plan ? explain(plan, speech) : plan
    },
    close(wish, operationKey) {
      const closure = desk.close(wish, operationKey)
      return 'problem' in closure ? explain(closure, speech) : closure
    },
    madeWith: (phone) =>
      desk.madeWith(phone).map((reservation) => ({
        ...view(reservation),
        phone: reservation.phone,
        notes: reservation.notes,
      })),
  })
}
