const [name = '', ...args] = process.argv.slice(2)
const n = Number(args[0])
const run: Record<string, () => Promise<unknown>> = {
  great: async () =>
    (await import('./great-bodies.ts')).greatBodies({ requests: n, atOnce: Number(args[1]) }),
  http: async () => (await import('./malformed-http.ts')).malformedHttp({ requests: n, seed: 42 }),
  line: async () => (await import('./great-line.ts')).greatLine(),
  stdio: async () => (await import('./malformed-stdio.ts')).malformedStdio({ lines: n, seed: 42 }),
  sessions: async () => idle('SESSIONS'),
  listens: async () => idle('LISTENERS'),
  slow: async () =>
    (await import('./slow-sockets.ts')).slowSockets({
      sockets: n,
      baselineMs: Number(args[1]),
      attackMs: Number(args[2]),
      mostTimes: 2,
    }),
}
console.time(name)
console.log(JSON.stringify(await run[name]?.(), null, 1))
console.timeEnd(name)
async function idle(kind: 'SESSIONS' | 'LISTENERS') {
  const kinds = await import('./idle-openers.ts')
  return (await import('./idle-streams.ts')).idleStreams({
    kind: kinds[kind],
    amount: n,
    holdMs: 3000,
  })
}
