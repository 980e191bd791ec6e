import type { ConnectTarget, Snippet } from './connect-target.ts'

const INSPECTOR = 'npx @modelcontextprotocol/inspector'

/** A shell script that lists the client's tools, and calls one that changes nothing. */
export const inspectorSnippet: Snippet = (target) => {
  const [tool] = target.harmless
  const run = (flags: string): string => `${INSPECTOR} --cli ${flags} ${serverOf(target)}`
  const example = quoted(JSON.stringify(tool?.examples[0] ?? {}))
  return [
    `# What "${target.client}" sees.`,
    run('--method tools/list'),
    ...(tool
      ? [
          '# A call that changes nothing.',
          run(`--method tools/call --tool-name ${tool.name} --tool-args-json ${example}`),
        ]
      : []),
  ].join('\n')
}

/** Stands last: all behind `--` is the server's own command line, its options included. */
function serverOf({ url, command, keyed }: ConnectTarget): string {
  if (url === undefined) return `-- ${command.map(quoted).join(' ')}`
  const key = keyed ? ' --header "Authorization: Bearer $TOOLCRIB_KEY"' : ''
  return `--server-url ${quoted(url)}${key}`
}

/** As one word of a POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
