import { edgeHouse } from './edge-house.ts'
import { readConfig, openDeployment } from '../src/cli/deployment.ts'
import { createLogger } from '../src/observe/logger.ts'
import { startCall } from '../src/kernel/call.ts'
import { present } from '../src/mcp/present.ts'
import { openSync } from 'node:fs'
import { pino } from 'pino'
process.env.EDGE_TOOLS='50'
const { config, key, dir } = edgeHouse(0,['*'])
const logger = createLogger('info', (await import('../src/observe/by-turn.ts')).byTurn(pino.destination({dest: dir+'/log', sync:true})))
const app = await openDeployment(await readConfig({config}), logger, true)
const signal = new AbortController().signal
async function one() {
  const call = startCall({ caller: { credential: {kind:'bearer', token:key}, narrowing:{} }, toolName:'edge_echo', rawArguments:{text:'hello there, this is some text'}, signal })
  const outcome = await app.run(call)
  return JSON.stringify(present(outcome, 'voice', call.id))
}
console.log(await one())
async function lanes(n: number, forMs: number) { let done=0; const end=performance.now()+forMs; await Promise.all(Array.from({length:n}, async()=>{ while(performance.now()<end){ await one(); done++; if (done%32===0) await new Promise(r=>setImmediate(r)) } })); return done }
for (let i=0;i<8;i++){ const c0=process.threadCpuUsage(), p0=process.cpuUsage(); const n=await lanes(32, 600); const c=process.threadCpuUsage(c0), p=process.cpuUsage(p0); console.log(n, 'main', ((c.user+c.system)/n).toFixed(1), 'all', ((p.user+p.system)/n).toFixed(1)) }
await app.close()
process.exit(0)
