import { createHmac, timingSafeEqual } from 'node:crypto'

import { canonicalJson } from '../kernel/canonical-json.ts'

/** Makes and checks what proves a yes. The keys are not in the database, so that reading it makes no code. */
export interface Codes {
  /** So many random digits, as they are said and typed. The first is no zero: models send codes as numbers. */
  draw(digits: number): string
  /** What is stored of a code. It is good for one clearance and one binding. */
  hash(code: string, clearance: string, binding: string): string
  /** Whether this is the code. Takes the same time for every wrong one. */
  isRight(
    code: string,
    of: { readonly id: string; readonly binding: string; readonly codeHash: string },
  ): boolean
  /** Signs a clearance's id and binding, to travel through a client. */
  seal(clearance: string, binding: string): string
  /** The clearance's id in a sealed state; `undefined` when it was not sealed here, or not for this binding. */
  open(state: string, bindingOf: (clearance: string) => string | undefined): string | undefined
}

export interface CodeKeys {
  readonly codes: Uint8Array
  readonly state: Uint8Array
}

export function createCodes(
  { codes, state }: CodeKeys,
  randomInt: (below: number) => number,
): Codes {
  const mac = (key: Uint8Array, parts: readonly string[]): string =>
    createHmac('sha256', key).update(canonicalJson(parts)).digest('hex')
  const hash = (code: string, clearance: string, binding: string): string =>
    mac(codes, [clearance, binding, digitsIn(code)])
  return Object.freeze<Codes>({
    draw: (digits) =>
      Array.from({ length: digits }, (_, at) => (at === 0 ? 1 + randomInt(9) : randomInt(10))).join(
        '',
      ),
    hash,
    isRight: (code, { id, binding, codeHash }) => isEqual(hash(code, id, binding), codeHash),
    seal: (clearance, binding) => `${clearance}.${mac(state, [clearance, binding])}`,
    open(sealed, bindingOf) {
      const [clearance = '', signature = '', ...more] = sealed.split('.')
      const binding = bindingOf(clearance)
      if (binding === undefined || more.length > 0) return undefined
      return isEqual(mac(state, [clearance, binding]), signature) ? clearance : undefined
    },
  })
}

/** People and models write codes as `48 29` or `48-29`. */
function digitsIn(code: string): string {
  return code.replaceAll(/[\s.\-–]/g, '')
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.byteLength === b.byteLength && timingSafeEqual(a, b)
}
