// What a page says about a station and the connection to the relay, for people.

// How it is, in plain words: `tone` is live, busy, warn or bad. `station` is the last event of
// that name of `follow`, `connection` the last of that name.
export function describe(station, connection, now = Date.now()) {
  const say = (tone, words) => ({ tone, words });
  if (connection.state === 'waiting') {
    const again = connection.isRefused ? 'Next try' : 'Reconnecting';
    return say('warn', `${connection.reason} ${again} ${inSeconds(connection.retryAt - now)}`);
  }
  if (connection.state !== 'open') {
    return say('busy', connection.attempts > 0 ? 'Reconnecting…' : 'Connecting…');
  }
  const because = station?.reason ? `: ${station.reason}` : '';
  const advice = station?.advice ? `. To do: ${station.advice}` : '';
  switch (station?.state) {
    // A stream may be live and show no title all the same.
    case 'live': return station.reason_code
      ? say('warn', `Live${because}${advice}`) : say('live', 'Live');
    case 'connecting': return say('busy', 'Connecting to the station…');
    case 'stalled': return say('warn', `The station has gone quiet${because}${advice}`);
    case 'idle': return say('busy', 'The station is connected on demand…');
    case 'failed': return say('bad', `The station cannot be followed${because}${advice}`);
    case 'waiting': {
      const next = station.retry_at ? `. Next try ${inSeconds(station.retry_at * 1000 - now)}` : '';
      return say('warn', `No connection to the station${because}${advice}${next}`);
    }
    default: return say('busy', 'Connected');
  }
}

function inSeconds(ms) {
  const seconds = Math.ceil(ms / 1000);
  return seconds > 0 ? `in ${seconds} s` : 'now';
}
