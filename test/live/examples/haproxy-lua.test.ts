import { describeExample } from './describe-example.ts'
import { haproxyLuaDeviations } from './deviations.ts'
import { startHaproxyLua } from './start-haproxy-example.ts'

describeExample({ name: 'HAProxy (lua)', start: startHaproxyLua, deviations: haproxyLuaDeviations })
