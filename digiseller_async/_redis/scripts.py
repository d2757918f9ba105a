"""The scripts that Redis runs, each at one moment of its own clock, in microseconds."""

from __future__ import annotations

__all__ = ["BOOK", "HOLD", "RELEASE", "RETURN"]

_START = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local function get(key) return tonumber(redis.call('GET', key) or '0') end
local function set(key, moment)
  redis.call('SET', key, string.format('%.0f', moment),
    'PX', math.ceil((moment - now) / 1000) + 1000)
end
"""
BOOK = (
    _START
    + """
local step, burst, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZADD', KEYS[2], now, ARGV[4])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - 10000000)
redis.call('PEXPIRE', KEYS[2], 20000)
local members = redis.call('ZCARD', KEYS[2])
local resume = get(KEYS[3])
if resume > now then return {0, members, math.floor(resume - now)} end
local free = math.max(get(KEYS[1]), now)
if free > now + 3600000000 then free = now end  -- Redis's clock was set back
local wait = math.max(0, free - burst - now)
if most < 0 or wait <= most then set(KEYS[1], free + step) end
return {math.floor(wait), members, 0}
"""
)
RETURN = (
    _START
    + """
local burst, rest = tonumber(ARGV[1]), tonumber(ARGV[2])
local resume = get(KEYS[3])
if resume == 0 then  -- the first to come back says when all go on here, without a second burst
  resume = now + rest
  set(KEYS[3], resume)
  set(KEYS[1], math.max(get(KEYS[1]), resume + burst))
end
return math.max(0, math.floor(resume - now))
"""
)
HOLD = (
    _START
    + """
local held = now + tonumber(ARGV[1])
if get(KEYS[1]) < held then set(KEYS[1], held) end
"""
)
RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end"
