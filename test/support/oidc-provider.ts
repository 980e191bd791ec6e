import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import * as z from 'zod'

export interface TestProvider {
  readonly issuer: string
  /** Gives it a new signing key in place of the old one. */
  rotate(): Promise<void>
  /** Logs `person` in and agrees to everything, as a browser would. Answers where the browser is sent to. */
  visit(authorize: URL, person: string): Promise<URL>
}

const started = z.object({ issuer: z.url() })

/** Starts a real OpenID provider for this resource, in a process of its own, on loopback. */
export async function startProvider(resource: string): Promise<TestProvider> {
  const program = join(import.meta.dirname, 'oidc-provider-process.ts')
  // Its standing warnings about development are not ours.
  const child = spawn(process.execPath, [program, resource], { stdio: ['pipe', 'pipe', 'ignore'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  /** The provider prints its warnings on stdout, too. */
  const nextEvent = async (): Promise<unknown> => {
    for (;;) {
      const { done, value } = await lines.next()
      if (done === true) throw new Error('The OpenID provider has ended.')
      if (value.startsWith('{')) return JSON.parse(value)
    }
  }
  onTestFinished(async () => {
    const gone = once(child, 'exit')
    child.stdin.end()
    await gone
  })
  const { issuer } = started.parse(await nextEvent())
  return {
    issuer,
    async rotate() {
      child.stdin.write('\n')
      await nextEvent()
    },
    visit: (authorize, person) => visit(authorize, person),
  }
}

/** Follows redirects, keeps cookies, and fills in the provider's two forms. */
async function visit(authorize: URL, person: string): Promise<URL> {
  const cookies = new Map<string, string>()
  const send = async (url: URL, form?: URLSearchParams): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form && { method: 'POST', body: form }),
    })
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      cookies.set(name, value)
    }
    return answer
  }
  let url = authorize
  for (let step = 0; step < 12; step++) {
    let answer = await send(url)
    const page = await answer.text()
    if (answer.status === 200) {
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? 'login'
      const form = new URLSearchParams({ prompt, login: person, password: 'anything' })
      answer = await send(url, form)
    }
    const location = answer.headers.get('location')
    if (location === null) throw new Error(`${answer.status} at ${url.href}: ${page}`)
    url = new URL(location, url)
    if (url.pathname === '/callback') return url
  }
  throw new Error('The provider sends the browser around in circles.')
}
