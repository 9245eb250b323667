import { readJsonObject } from '../../assertion/json-object.ts'
import { describeKind, describeValue } from '../../fault/escape-text.ts'
import { parseJson } from '../../fault/parse-json.ts'
import { type RefreshDemand, readDemand } from './read-demand.ts'
import { RefreshError } from './refresh-error.ts'

/** Where AWS says that ip-ranges.json has changed (VPC User Guide, "AWS IP address ranges notifications"). */
export const AMAZON_TOPIC = 'arn:aws:sns:us-east-1:806199016981:AmazonIpSpaceChanged'

/** What made the refresh start. */
export type RefreshEvent =
  | { readonly kind: 'schedule'; readonly demand: RefreshDemand }
  /** AWS's own list has reached this sync token. */
  | { readonly kind: 'announcement'; readonly syncToken: number }

/** Fifteen digits are a number that a double holds; today's have ten. */
const SYNC_TOKEN = /^[0-9]{1,15}$/

/**
 * Reads what Lambda hands over: the input of a schedule of EventBridge, bare or in the `detail` of an event, or a
 * notification of AWS's topic by way of SNS.
 *
 * Of a notification only the sync token counts, and it decides no more than whether to ask the feed: the address in it is
 * never asked, and nothing in it is believed about prefixes. Throws a {@link RefreshError} for everything else.
 */
export function readRefreshEvent(event: unknown, topicArn: string = AMAZON_TOPIC): RefreshEvent {
  const members = readJsonObject(event)
  if (members?.has('Records')) return readNotification(members.get('Records'), topicArn)
  if (!members?.has('detail-type')) return { kind: 'schedule', demand: readDemand(event, 'event') }
  const detail = members.get('detail')
  // EventBridge Scheduler writes it as text.
  const input = typeof detail === 'string' ? (parseJson(detail) ?? detail) : detail
  return { kind: 'schedule', demand: readDemand(input, 'event.detail') }
}

/** SNS hands Lambda one at a time; of several the newest counts. */
function readNotification(records: unknown, topicArn: string): RefreshEvent {
  if (!Array.isArray(records) || records.length === 0) throw badEvent('event.Records', describeKind(records))
  const tokens = records.map((record: unknown, i) => readSyncToken(record, { path: `event.Records[${i}]`, topicArn }))
  return { kind: 'announcement', syncToken: Math.max(...tokens) }
}

function readSyncToken(record: unknown, { path, topicArn }: { readonly path: string; readonly topicArn: string }) {
  const members = readJsonObject(record)
  const source = members?.get('EventSource')
  if (source !== 'aws:sns') throw badEvent(`${path}.EventSource`, describeValue(source))
  const notification = readJsonObject(members?.get('Sns'))
  const topic = notification?.get('TopicArn')
  if (topic !== topicArn) throw badEvent(`${path}.Sns.TopicArn`, describeValue(topic))
  const message = notification?.get('Message')
  const payload = readJsonObject(typeof message === 'string' ? parseJson(message) : undefined)
  if (payload === undefined) throw badEvent(`${path}.Sns.Message`, describeValue(message))
  const token = payload.get('synctoken')
  if (typeof token === 'string' && SYNC_TOKEN.test(token)) return Number(token)
  throw badEvent(`${path}.Sns.Message.synctoken`, describeValue(token))
}

function badEvent(path: string, received: string): RefreshError {
  const rule = 'an event is the input of a schedule, or a notification of AmazonIpSpaceChanged'
  const nextStep = 'Look at what invokes the function; docs/deploy-ranges.md has both'
  return new RefreshError({ code: 'BAD_EVENT', path, rule, received, nextStep })
}
