/** What every fixture tool says of itself. */
export function words(name: string) {
  return {
    name,
    title: name.replaceAll('_', ' '),
    does: 'Does what the conformance suite expects of the tool of this name.',
    useWhen: 'the conformance suite runs',
    avoidWhen: 'anything else is wanted; use test_simple_text',
    returns: 'what the suite checks',
    tier: 'read',
    scopes: ['conformance'],
    examples: [{}],
  } as const
}
