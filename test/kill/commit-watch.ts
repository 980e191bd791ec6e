import { Worker } from 'node:worker_threads'

import type { FromThread, ToThread } from '../../src/store/sqlite/thread-writer.ts'

/** How long commits take, so that what was underway at a kill can be told from what was forgotten. */
export interface CommitWatch {
  /** The longest so far, the one underway included. */
  longestMs(): number
}

/**
 * Watches every thread from now on. Each commit is a message to one and another back, so that those are
 * seen as well which nobody waits for: the commits of reads.
 */
export function commitWatch(): CommitWatch {
  const underway = new Set<number>()
  let longest = 0
  const post = Worker.prototype.postMessage
  Worker.prototype.postMessage = function postAndTime(this: Worker, message: ToThread): void {
    if (message.kind === 'commit') {
      const startedMs = performance.now()
      underway.add(startedMs)
      const hear = ({ kind }: FromThread): void => {
        if (kind !== 'outcomes') return
        this.off('message', hear)
        underway.delete(startedMs)
        longest = Math.max(longest, performance.now() - startedMs)
      }
      this.on('message', hear)
    }
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window, and has no origin
    post.call(this, message)
  }
  return {
    longestMs: () => Math.max(longest, ...[...underway].map((at) => performance.now() - at)),
  }
}
