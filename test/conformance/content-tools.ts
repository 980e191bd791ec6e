import * as z from 'zod'

import { refuse, toolsFor, type Attachment } from '../../src/index.ts'
import type { FixtureServices } from './fixture-services.ts'
import { words } from './fixture-words.ts'

const tool = toolsFor<FixtureServices>()
const input = z.strictObject({})

const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='
const WAV = 'UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA='

/** A tool that answers with one sentence, and these attachments. */
function saying(name: string, sentence: string, attachments: readonly Attachment[] = []) {
  return tool({
    ...words(name),
    input,
    handler: () => ({ said: sentence }),
    concise: ({ said }) => said,
    attachments: () => attachments,
  })
}

const failing = tool({
  ...words('error_handling'),
  input,
  handler: () => refuse('conflict', 'This tool intentionally returns an error for testing.'),
  concise: () => 'It did not fail.',
})

/** What a tool may answer with. */
export const CONTENT_TOOLS = [
  saying('simple_text', 'This is a simple text response for testing.'),
  saying('image_content', 'An image.', [{ kind: 'image', mimeType: 'image/png', data: PNG }]),
  saying('audio_content', 'A sound.', [{ kind: 'audio', mimeType: 'audio/wav', data: WAV }]),
  saying('embedded_resource', 'A document.', [
    {
      kind: 'resource',
      uri: 'test://embedded-resource',
      mimeType: 'text/plain',
      text: 'This is an embedded resource content.',
    },
  ]),
  saying('multiple_content_types', 'Multiple content types test:', [
    { kind: 'image', mimeType: 'image/png', data: PNG },
    {
      kind: 'resource',
      uri: 'test://mixed-content-resource',
      mimeType: 'application/json',
      text: '{"test":"data","value":123}',
    },
  ]),
  saying('logging_tool', 'Nothing is logged to clients.'),
  failing,
]
