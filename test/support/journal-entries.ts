import type { Claim, Holder, Journal } from '../../src/kernel/journal.ts'
import type { Entry, ResultBody } from '../../src/kernel/ledger.ts'

/** Rows as the recorder makes them, for tests that speak to a journal without a house around it. */
export function callEntry(
  call: string,
  run: string | null,
  result: ResultBody | null = null,
): Entry {
  return {
    kind: 'call',
    atMs: Date.now(),
    run,
    call,
    body: {
      client: 'agent',
      user: null,
      tool: 'desk_book',
      toolDigest: '1f0c6f5a'.repeat(8),
      policyVersion: '9b1d3e77'.repeat(8),
      tier: result ? 'read' : 'write',
      argumentsHash: '55aa66bb'.repeat(8),
      arguments: { order: 'A-1', guests: 4, name: '[text of 12]' },
      decision: {
        verdict: 'allowed',
        rule: 'execute',
        gate: 'auto',
        proof: 'none',
        clearance: null,
        grant: null,
      },
      result,
    },
  }
}

export const DONE: ResultBody = {
  outcome: 'success',
  resultHash: '77cc88dd'.repeat(8),
  latencyMs: 3,
}

export function resultEntry(call: string, run: string | null): Entry {
  return { kind: 'result', atMs: Date.now(), run, call, body: DONE }
}

export function claimOf(call: string, key: string, run: string | null = null): Claim {
  const nowMs = Date.now()
  return {
    scope: 'agent desk_book',
    key,
    fingerprint: '00ff11ee'.repeat(8),
    madeBy: 'client',
    call,
    run,
    tool: 'desk_book',
    resumes: false,
    nowMs,
    leaseUntilMs: nowMs + 30_000,
    expiresAtMs: nowMs + 86_400_000,
    clearance: undefined,
    entries: [callEntry(call, run)],
  }
}

/** What a write goes through, from its claim to its record. Answers whether it was this call that did it. */
export async function writeOnce(journal: Journal, call: string, key: string): Promise<boolean> {
  const claim = claimOf(call, key)
  const verdict = await journal.claim(claim)
  if (verdict.kind !== 'claimed') return false
  const holder: Holder = { scope: claim.scope, key, call }
  await journal.commit(holder, claim.leaseUntilMs)
  const answer = { text: 'Order A-1 is booked.', value: { order: 'A-1' }, attachments: [] }
  await journal.finish(holder, 'succeeded', { kind: 'success', answer }, [resultEntry(call, null)])
  return true
}
