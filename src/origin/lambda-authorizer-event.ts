import { type JsonObject, readJsonObject } from '../assertion/json-object.ts'
import type { HeaderLine } from '../headers/header-line.ts'
import type { InboundRequest } from './verifier.ts'

/** What API Gateway asks about. */
export type AuthorizerRequest = {
  readonly request: InboundRequest
  /** What a policy has to name; undefined where the answer is a simple one. */
  readonly resource: string | undefined
}

/**
 * Reads an event of a REQUEST authorizer (API Gateway Developer Guide, Lambda authorizers). One in which repeated lines of
 * a header cannot be told apart is a request without headers: nothing in it is believed.
 */
export function readAuthorizerEvent(event: unknown): AuthorizerRequest {
  const members = readJsonObject(event) ?? NONE
  const context = readJsonObject(members.get('requestContext')) ?? NONE
  if (members.get('version') === '2.0') return readHttpApi(members, context)
  const headers = readLines(members.get('multiValueHeaders'))
  const method = textOf(members.get('httpMethod'))
  const target = encodeMark(textOf(members.get('path')))
  const host = hostOf(headers, textOf(context.get('domainName')))
  return { request: { method, target, host, headers }, resource: textOf(members.get('methodArn')) }
}

/** HTTP APIs join repeated lines by a comma, and no assertion holds one. */
function readHttpApi(members: JsonObject, context: JsonObject): AuthorizerRequest {
  const http = readJsonObject(context.get('http')) ?? NONE
  const headers = readLines(members.get('headers'))
  const target = encodeMark(stripStage(textOf(members.get('rawPath')), context.get('stage')))
  const host = hostOf(headers, textOf(context.get('domainName')))
  return { request: { method: textOf(http.get('method')), target, host, headers }, resource: undefined }
}

const NONE: JsonObject = new Map()

/** Header names come in the case in which they were sent, and so under more than one name at a time. */
function readLines(headers: unknown): readonly HeaderLine[] {
  const named = readJsonObject(headers) ?? NONE
  return [...named].flatMap(([name, values]) => {
    return (Array.isArray(values) ? values : [values]).map((value: unknown): HeaderLine => [name, textOf(value)])
  })
}

/** The host that the headers name if it is one; the name of the API where they name none. */
function hostOf(headers: readonly HeaderLine[], domainName: string): string {
  const named = headers.filter(([name]) => name.toLowerCase() === 'host').map(([, value]) => value)
  const [host = domainName, ...others] = new Set(named)
  return others.length === 0 ? host : ''
}

/** Paths of HTTP APIs begin with the stage, unless it is `$default`. */
function stripStage(path: string, stage: unknown): string {
  if (typeof stage !== 'string' || stage === '$default') return path
  if (path === `/${stage}`) return '/'
  return path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : path
}

/** A question mark in a path that was decoded ends no path: `/health%3F…` is not the exempt `/health`. */
function encodeMark(path: string): string {
  return path.replaceAll('?', '%3F')
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
