import { readFileSync, writeFileSync } from 'node:fs'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { text } from 'node:stream/consumers'
import { Webhook as Verifier } from 'standardwebhooks'
import { describe, expect, it, onTestFinished } from 'vitest'

import { connectClient } from '../support/clients.ts'
import { demoDeployment } from '../support/demo-deployment.ts'
import { MAIN, runProgram, runToolcrib } from '../support/run-program.ts'
import { serveDeployment } from '../support/serve-deployment.ts'
import { tempDir } from '../support/temp-dir.ts'
import { servedDay } from '../support/visit.ts'

const SECRET = 'a-secret-of-twenty-four-letters'

interface Came {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A team's receiver, which answers as it is told to. */
async function receiver(answer: () => number = () => 204) {
  const came: Came[] = []
  const waiting: (() => void)[] = []
  const takeIn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    came.push({ headers: request.headers, body: await text(request) })
    response.writeHead(answer()).end('ignored')
    for (const go of waiting.splice(0)) go()
  }
  const server = createServer((request, response) => {
    void takeIn(request, response)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const arrived = async (count: number): Promise<void> => {
    while (came.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
  }
  return { came, arrived, url: `http://127.0.0.1:${port}/hook` }
}

function deployment(url: string): string {
  const file = demoDeployment(tempDir())
  const more = `
rules: { bookings: { tools: [reservations_book], gate: approval } }
operators: { day: { tools: ['reservations_*'] } }
webhooks: { team: { url: '${url}', secret: { env: TEAM_SECRET }, events: [ticket, write] } }
`
  writeFileSync(
    file,
    `${readFileSync(file, 'utf8').replace('  demo: true', '  admin: { port: 0 }\n  demo: true')}${more}`,
  )
  process.env['TEAM_SECRET'] = SECRET
  return file
}

const BOOKING = {
  date: servedDay(),
  time: '19:30',
  party_size: 3,
  name: 'Lena Fischer',
  phone: '+1 415 555 0119',
}

describe('a webhook over real HTTP', () => {
  it('announces a ticket, signed, so that an operator can go and decide', async () => {
    const team = await receiver()
    const file = deployment(team.url)
    const server = await serveDeployment(file)
    onTestFinished(() => server.stop())
    const client = await connectClient('v1', {
      kind: 'http',
      url: `${server.url}/mcp?client=voice`,
    })
    onTestFinished(() => client.close())
    await client.call('reservations_book', BOOKING)
    await team.arrived(1)
    const [first] = team.came
    const verifier = new Verifier(Buffer.from(SECRET).toString('base64'))
    const headers = Object.fromEntries(
      Object.entries(first?.headers ?? {}).map(([name, value]) => [name, String(value)]),
    )
    expect(verifier.verify(first?.body ?? '', headers)).toMatchObject({
      type: 'ticket.asked',
      data: { ticket: 'A-101', client: 'voice', tool: 'reservations_book' },
    })
    expect(JSON.stringify(team.came)).not.toMatch(/Lena|555/)

    // T-APP-7: what is announced decides nothing, wherever it is sent back to.
    for (const path of ['/v1/tickets/A-101/decision', '/v1/events', '/hook', '/']) {
      const answered = await fetch(`${server.adminUrl}${path}`, {
        method: 'POST',
        headers: { ...headers, host: '', 'content-type': 'application/json' },
        body: first?.body ?? '',
      })
      expect([401, 404, 405]).toContain(answered.status)
    }
    expect((await client.call('reservations_book', BOOKING)).content[0]?.text).toContain(
      'still waits',
    )
  }, 60_000)

  it('can be tried out from the command line, and its dead letters be seen', async () => {
    let status = 204
    const team = await receiver(() => status)
    const file = deployment(team.url)
    const tried = await runToolcrib('webhooks', 'test', 'team', '--config', file)
    expect(tried).toMatchObject({ code: 0, stdout: expect.stringContaining('has taken') })
    expect(JSON.parse(team.came[0]?.body ?? '')).toMatchObject({ type: 'test' })
    status = 500
    const failed = await runToolcrib('webhooks', 'test', 'team', '--config', file)
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('status 500') })
    const listed = await runToolcrib('webhooks', 'list', '--config', file)
    expect(listed.stdout).toMatch(/^WEBHOOK +HOST +PENDING[\s\S]*team +127\.0\.0\.1:\d+ +0 +0 +0/)
    expect(listed.stdout).not.toContain('/hook')
    const dead = await runToolcrib('webhooks', 'list', '--dead', '--config', file)
    expect(dead.stdout).toBe('There are no dead letters.\n')
    const none = await runToolcrib('webhooks', 'resend', 'team-1', '--config', file)
    expect(none).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no dead letter "team-1"'),
    })
    const slip = await runProgram(process.execPath, [
      MAIN,
      'webhooks',
      'test',
      'taem',
      '--config',
      file,
    ])
    expect(slip.stderr).toContain('Did you mean "team"?')
  }, 60_000)
})
