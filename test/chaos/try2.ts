import { attacked, usualWords } from './attack.ts'
import { GREAT_FORMS } from './great-forms.ts'
import { sendTo } from './great-bodies.ts'
for (const form of GREAT_FORMS) {
  const t = performance.now()
  const { result, seen } = await attacked({}, ({ port }) =>
    Promise.all(Array.from({ length: 16 }, () => sendTo(port, form))),
  )
  console.log(
    form.name,
    Math.round(performance.now() - t),
    result.map((r) => `${r.status}/${(r.bytes / 1e6).toFixed(1)}`).join(' '),
    usualWords(seen),
    seen.honest.failures[0],
  )
}
