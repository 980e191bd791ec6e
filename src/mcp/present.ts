import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/server'

import type { ToolError } from '../kernel/error.ts'
import type { Answer, Outcome } from '../kernel/outcome.ts'
import { PROFILES, type Profile, type ProfileName } from '../kernel/profile.ts'
import type { Attachment } from '../kernel/reply.ts'

/** Shapes an outcome for a client's profile. Voice always gets exactly one non-empty, speakable text block. */
export function present(outcome: Outcome, profile: ProfileName, callId: string): CallToolResult {
  const shown = PROFILES[profile]
  const result =
    outcome.kind === 'failure'
      ? { content: [text(sentenceOf(outcome.error, callId))], isError: true }
      : presentAnswer(outcome.answer, shown)
  if (!shown.metadata) return result
  return { ...result, _meta: metadataOf(outcome, callId) }
}

function metadataOf(outcome: Outcome, callId: string): Record<string, unknown> {
  return {
    'dev.toolcrib/call': callId,
    'dev.toolcrib/outcome': outcome.kind === 'failure' ? outcome.error.code : 'success',
    ...(outcome.isReplayed === true && { 'dev.toolcrib/replayed': true }),
  }
}

/** A bug's own text never leaves; its call id does, so that a person can find it in the log. */
function sentenceOf({ code, message }: ToolError, callId: string): string {
  return speakable(code === 'internal' ? `${message} The reference is ${callId}.` : message)
}

function presentAnswer(answer: Answer, profile: Profile): CallToolResult {
  const said = text(speakable(answer.text))
  const attached = profile.attachments ? answer.attachments.map(attachment) : []
  if (!profile.structured) return { content: [said, ...attached] }
  const structuredContent = structured(answer.value)
  // Claude Desktop never shows structuredContent, so all of it stands in the text as well.
  return {
    content: [said, text(JSON.stringify(structuredContent)), ...attached],
    structuredContent,
  }
}

/** structuredContent is an object in the 2025 revisions. */
function structured(value: object): Record<string, unknown> {
  return Array.isArray(value) ? { items: value } : { ...value }
}

/**
 * LiveKit reads an empty answer as a failure, and hands an answer that parses as a JSON list to Anthropic as content
 * blocks, which its API refuses.
 */
function speakable(words: string): string {
  const trimmed = words.trim()
  if (trimmed === '') return 'Done.'
  return /^[[{]/.test(trimmed) ? `Answer: ${trimmed}` : trimmed
}

function text(words: string): ContentBlock {
  return { type: 'text', text: words }
}

function attachment(attached: Attachment): ContentBlock {
  if (attached.kind === 'resource') {
    const { uri, mimeType, text: body } = attached
    return { type: 'resource', resource: { uri, mimeType, text: body } }
  }
  if (attached.kind === 'link') {
    const { uri, name, mimeType } = attached
    return { type: 'resource_link', uri, name, ...(mimeType !== undefined && { mimeType }) }
  }
  const { kind, data, mimeType } = attached
  return { type: kind, data, mimeType }
}
