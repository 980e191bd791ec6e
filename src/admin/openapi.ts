import * as z from 'zod'

import { isRecord, propertiesOf, requiredOf, type Fields } from '../kernel/json.ts'
import { STATUS_OF, type RefusalCode } from './refusal.ts'
import type { Route } from './route.ts'
import { refusalBody, SHAPES } from './shapes.ts'

/** Where shapes with a name stand in the document. */
const placeOf = (id: string): string => `#/components/schemas/${id}`

/** The OpenAPI 3.1 document of these routes, made from the very shapes by which their requests are parsed. */
export function openApi(routes: readonly Route[], version: string): Fields {
  const paths = Map.groupBy(routes, ({ path }) => path)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Toolcrib for operators',
      version,
      description:
        'Where operators look at calls that wait for an approval, and decide on them. Every request needs the token ' +
        'of an operator.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'Where server.admin listens.' }],
    security: [{ operator: [] }],
    paths: Object.fromEntries(
      [...paths].map(([path, at]) => [
        path,
        Object.fromEntries(at.map((route) => [route.method.toLowerCase(), operationOf(route)])),
      ]),
    ),
    components: {
      securitySchemes: {
        operator: { type: 'http', scheme: 'bearer', description: "An operator's token, tco_…" },
      },
      schemas: namedShapes(),
    },
  }
}

function operationOf(route: Route): Fields {
  const { summary, isOpen, answer } = route
  const { path, query, header, body } = propertiesOf(schemaOf(route.takes))
  return {
    operationId: idOf(route),
    summary,
    ...(isOpen && { security: [] }),
    parameters: [
      ...parametersIn('path', path),
      ...parametersIn('query', query),
      ...parametersIn('header', header),
    ],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: body } } },
    }),
    responses: {
      200: { description: answer.about, content: contentOf(answer) },
      ...refusalsOf(route),
    },
  }
}

/** Such as `post_tickets_number_decision`. */
function idOf({ method, path }: Route): string {
  const words = path.match(/[a-z]+(?!\d)/g) ?? []
  return [method.toLowerCase(), ...words].join('_')
}

function parametersIn(where: string, schema: Fields = {}): readonly Fields[] {
  const required = requiredOf(schema)
  return Object.entries(propertiesOf(schema)).map(([name, { description, ...rest }]) => ({
    name,
    in: where,
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema: rest,
  }))
}

function contentOf(answer: Route['answer']): Fields {
  const schema = refTo(answer.shape) ?? schemaOf(answer.shape)
  if (answer.kind === 'json') return { 'application/json': { schema } }
  // OpenAPI 3.1 has no words for what is in a stream.
  const { example } = answer
  return { 'text/event-stream': { schema: { type: 'string' }, example, 'x-event-data': schema } }
}

function refTo(shape: z.ZodType): Fields | undefined {
  const id = SHAPES.get(shape)?.id
  return id === undefined ? undefined : { $ref: placeOf(id) }
}

/** By status, with the codes that it can mean here. */
function refusalsOf(route: Route): Fields {
  const codes = [...new Set([...atTheDoor(route), ...route.refusals])]
  const byStatus = Map.groupBy(codes, (code) => STATUS_OF[code])
  return Object.fromEntries(
    [...byStatus].map(([status, those]) => [
      status,
      {
        description: those.join(', '),
        content: { 'application/json': { schema: withCode(those) } },
      },
    ]),
  )
}

function withCode(codes: readonly RefusalCode[]): Fields {
  const error = { properties: { code: { enum: codes } } }
  return { ...refTo(refusalBody), properties: { error } }
}

function atTheDoor({ method, isOpen, takes }: Route): readonly RefusalCode[] {
  const { query, header, body } = propertiesOf(schemaOf(takes))
  return [
    'not_allowed',
    'stopping',
    'internal',
    ...(isOpen ? [] : (['no_operator'] as const)),
    ...(query || header || body ? (['bad_request'] as const) : []),
    ...(method === 'POST' ? (['wrong_type', 'too_large', 'bad_body'] as const) : []),
  ]
}

/** As requests bring it, before it is parsed. */
function schemaOf(shape: z.ZodType): Fields {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, { io: 'input' })
  return schema
}

function namedShapes(): Fields {
  const { schemas } = z.toJSONSchema(SHAPES, { io: 'input', uri: placeOf })
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => {
      // The document is one resource; an `$id` in its middle would begin another.
      const { $schema: _dialect, $id: _id, ...rest } = isRecord(schema) ? schema : {}
      return [id, rest]
    }),
  )
}
