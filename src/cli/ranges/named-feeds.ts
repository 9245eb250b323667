import { describeValue } from '../../fault/escape-text.ts'
import type { Feed } from '../../ranges/feeds/feed.ts'
import { FEEDS, privateFeed } from '../../ranges/feeds/feed-of.ts'
import { isProviderName, PROVIDER_NAMES } from '../../ranges/provider.ts'
import { UsageError } from '../errors.ts'
import { requireListName } from './list-names.ts'

/** The feeds of the providers and private lists that were named; all providers' where nothing was. */
export function readFeeds(providers: readonly string[], feeds: readonly string[]): readonly Feed[] {
  const own = feeds.map(readPrivateFeed)
  const names = own.map(({ provider }) => provider)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new UsageError(`--feed names ${twice} twice; a list has one source`)
  const asked = providers.length + feeds.length === 0 ? PROVIDER_NAMES : [...new Set(providers)]
  return [...asked.map(feedOf), ...own]
}

function feedOf(text: string): Feed {
  const name = requireListName(text)
  if (isProviderName(name)) return FEEDS[name]
  throw new UsageError(`${name} is a private list: say where it is, --feed ${name.slice('list:'.length)}=https://…`)
}

/** `NAME=URL`: JSON where the path ends in `.json`, else text with a prefix a line. */
function readPrivateFeed(text: string): Feed {
  const sign = text.indexOf('=')
  const url = URL.parse(text.slice(sign + 1))
  // The address stays out of messages: it may hold a token.
  if (sign < 1 || url?.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    throw new UsageError(
      `--feed is NAME=URL, an https URL without user name and password; got ${describeValue(text.slice(0, Math.max(sign, 0)))}=…`,
    )
  }
  const given = text.slice(0, sign)
  const name = requireListName(given.startsWith('list:') ? given : `list:${given}`).slice('list:'.length)
  const feed = privateFeed({ name, url: url.href, format: url.pathname.endsWith('.json') ? 'json' : 'text' })
  // A query may be a token, and the source stands in the record and above whatever is written of it.
  return { ...feed, source: `${url.origin}${url.pathname}` }
}
