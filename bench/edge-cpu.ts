import { readdirSync, readFileSync } from 'node:fs'

/**
 * Microseconds of CPU that a process has used in all its threads, by Linux's own count; wall time where there is none.
 * On a machine that others use at the same time, throughput says mostly how much of it they have left; on a core of its
 * own, a busy server's throughput is the inverse of its CPU per answer.
 */
export function cpuUs(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + threadUs(pid, thread), 0)
  } catch {
    return performance.now() * 1_000
  }
}

function threadUs(pid: number, thread: string): number {
  const [ns] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')
  return Number(ns) / 1_000
}
