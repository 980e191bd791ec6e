import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { callOfTool, postMcp } from '../support/post-mcp.ts'
import { loggedProcess } from '../support/logged-process.ts'
import { MAIN, runProgram } from '../support/run-program.ts'
import { SHOP_CONFIG } from '../support/start-app.ts'
import { tempDir } from '../support/temp-dir.ts'

const PATIENCE = { timeout: 60_000 }

/** What a process manager grants before it kills. */
const GRACE_MS = 2_500

/** The shop, whose tools take as long as a test wants, over HTTP in a process of its own. */
async function servedShop() {
  const config = join(tempDir(), 'toolcrib.yaml')
  writeFileSync(config, SHOP_CONFIG)
  const hook = join(import.meta.dirname, '..', 'support', 'installed-shop.ts')
  const { child, exited, log, logged } = loggedProcess([
    '--import',
    hook,
    MAIN,
    'serve',
    '--port',
    '0',
    '--config',
    config,
  ])
  const url = `${await logged(/"url":"([^"]+)","msg":"serving"/)}/mcp?client=all`
  const exported = async () => {
    const args = ['--import', hook, MAIN, 'audit', 'export', '--jsonl', '--config', config]
    return (await runProgram(process.execPath, args)).stdout
  }
  return { child, exited, url, log, logged, exported }
}

/** A request on a socket that is kept, as bytes. */
function bytesOf(id: number, item: string): string {
  const params = { name: 'shop_order', arguments: { item } }
  const body = JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params })
  return [
    'POST /mcp?client=all HTTP/1.1',
    'Host: localhost',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n')
}

function openSocket(url: string) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  // It may be cut off while something is still being written to it.
  socket.on('error', () => {})
  return { socket, text: () => text }
}

describe('a server over HTTP that is told to stop', PATIENCE, () => {
  it('ends the write at work, answers it, begins nothing new, and is gone in time', async () => {
    const shop = await servedShop()
    const kept = openSocket(shop.url)
    kept.socket.write(bytesOf(1, 'brief'))
    // Answered by the same process later than that was read.
    await postMcp(shop.url, callOfTool('shop_check', { item: 'mug', count: 1 }))
    const stoppedMs = performance.now()
    shop.child.kill('SIGTERM')
    await shop.logged(/("msg":"stopping")/)
    kept.socket.write(bytesOf(2, 'late'))
    await expect(postMcp(shop.url, callOfTool('shop_order', { item: 'later' }))).rejects.toThrow(
      /ECONNREFUSED|ECONNRESET|hang up/,
    )
    const [code] = await shop.exited
    expect(performance.now() - stoppedMs).toBeLessThan(GRACE_MS)
    expect(code).toBe(0)
    expect(kept.text()).toContain('Ordered brief.')
    expect(kept.text()).not.toContain('Ordered late')
    expect(shop.log()).not.toContain('unfinished')
    const outcomes = (await shop.exported()).match(/outcome\W+success/g) ?? []
    // The check, and one order.
    expect(outcomes).toHaveLength(2)
  })

  it('has on record, and in its log, what did not end in time', async () => {
    const shop = await servedShop()
    const kept = openSocket(shop.url)
    kept.socket.write(bytesOf(1, 'slow'))
    await postMcp(shop.url, callOfTool('shop_check', { item: 'mug', count: 1 }))
    const stoppedMs = performance.now()
    shop.child.kill('SIGTERM')
    const [code] = await shop.exited
    expect(performance.now() - stoppedMs).toBeLessThan(GRACE_MS)
    expect(code).toBe(0)
    expect(shop.log()).toMatch(/"tool":"shop_order".*"msg":"unfinished"/)
    expect(await shop.exported()).toMatch(/shop_order/)
  })
})
