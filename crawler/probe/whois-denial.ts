/** What a WHOIS answer without facts says: that nobody has the name, or that it will not tell. Pure. */

/** A name is free. Only said of the name asked for: a server or an ending that is not found says nothing about it. */
const FREE =
  /\bno records? matching\b|\bno (?:data|domain records?|records?|entries) (?:was|were) found\b|\bdo not have an entry\b|\bcould not find\b|\bnot available in our\b|\bno existe\b|\bno se encontro\b|\bno (?:match|matching (?:record|entry|domain)|data found|entries found|entry found|object found|objects found|records? found|found|such (?:domain|record|object)|information (?:available )?(?:about|on|was found)|domain (?:records?|name) found|domains? matched)\b|\b(?:not|nothing) found\b|\bdoes(?: not|n[’']t) exist\b|\bnot exist\b|\b(?:is|been|was|domain) (?:currently )?not (?:yet )?registered\b|\bhas not been registered\b|\bnot registe?red\b|\bunregistered\b|(?:\b(?:domain|name|it)\b|\.[a-z]{2,})["'”)]?.{0,30} is (?:currently |now |still )?(?:free|available)\b(?! (?:at|from|in|on|under|through)\b)|\bavailable for (?:registration|purchase)\b|^(?:domain |query |registration |domain name )?status\s*[:.]+\s*(?:free|available|not registered|unassigned|no object found|not found)\b|^(?:\d+ )?(?:available|free)\.?$|\bdomain unknown\b|\bnot been assigned\b|\bnot assigned\b|\b(?:220|225|210) available\b|未注册|没有找到|无匹配|尚未注册|未被注册|不存在|可以注册|未註冊|沒有找到|查無|등록되어 있지 않|登録されていません|該当するデータがありません/i;

/** The server turns the question away, or cannot answer it. */
const REFUSED =
  /\b(?:limits?|quotas?|rates?|maximum)\b.{0,40}\b(?:exceed(?:ed|s)?|reached|hit)\b|\bexceed(?:ed|s|ing)?\b.{0,60}\b(?:limits?|quotas?|rates?|allowed|maximum|number|queries|requests|lookups)\b|\brate[- ]limit(?:ed|ing)?\b|\btoo many (?:requests|queries|connections|lookups|attempts|simultaneous)\b|\b(?:access|quer(?:y|ies)|request|lookup|connection|permission|service|ip|client|you)\b.{0,40}\b(?:denied|refused|forbidden|blocked|blacklisted|banned|prohibited|rejected|throttled|not permitted|not allowed|not authori[sz]ed)\b|\b(?:try|query|retry) (?:it )?again (?:later|in|after|tomorrow)\b|\b(?:temporarily|currently) (?:unavailable|not available|unable|blocked|out of service)\b|\b(?:server|service|database|system) (?:is |too )*(?:busy|overloaded|unavailable|down|not available|under maintenance)\b|\bserver (?:can[’']?t|cannot|could not|failed to) (?:process|handle|respond|answer)\b|\bunable to (?:process|connect|query|handle|perform)\b|\binternal (?:server )?error\b|\b(?:syntax|invalid|malformed|bad|illegal) (?:error|query|request|input|command|domain)\b|\bpermission denied\b|\bunauthori[sz]ed\b|\bwait (?:\d+|a few|some|for|until|before)\b|\bmaintenance\b|\b(?:server|host|tld|extension|top[- ]level domain|registry) (?:is |was |could )?(?:not|n[o’']t) (?:be )?(?:found|supported|known|available)\b|\bno whois server\b|\bblocked\b.{0,40}\bqueries\b|过于频繁|过快|超过.{0,12}(?:限制|次数|频率|上限)|次数(?:已|过)|频率|稍后(?:再|重)试|稍候|拒绝(?:访问|查询|服务)|(?:访问|查询)(?:受限|被拒|被禁|过多)|系统繁忙|服务器繁忙|维护|验证码|黑名单|頻繁|稍後|超過|拒絕/i;

/** Terms of use speak of what may happen, not of what has happened. */
const MODAL =
  /\b(?:may|might|will|would|shall|should|can|could|must|if|when|whenever|unless|in order to|to prevent|to avoid|reserves? the right|agree|intended|such|any|repeated|excessive|abus\w+)\b[^.;]{0,160}$|如果|若|可能|将会|應|不得/i;

/** How a paragraph of terms or advertising begins. */
const TERMS =
  /^(?:terms (?:of use|and conditions)|notice|disclaimer|copyright|the (?:data|information|whois|service|registry|use)\b|this (?:data|information|whois|is|service)\b|(?:all|access|use|rights)\b.{0,20}\b(?:data|whois|rights|restricted|information)\b|by (?:submitting|using|accessing|querying)|in consideration|for (?:more|further) information|please note|whois legal|you (?:may|agree|are not authori[sz]ed to (?:access|query|use) .{0,40}(?:through|except|for any)|are only)|>>> ?last update|last update of|domain names? (?:in|can)|verisign|neustar|afilias)/i;

const MAX_LINES = 400;
const MAX_LINE = 600;

/**
 * `free` = it is said that nobody has the name; `refused` = that the server does not tell; null = neither. A refusal
 * that also says "not found" is one.
 */
export function whoisDenial(text: string): 'free' | 'refused' | null {
  // a web server or a proxy answered
  if (/^\s*(?:<!doctype|<html|<\?xml|HTTP\/\d)/i.test(text)) return 'refused';
  let [free, terms] = [false, false];
  for (const raw of text.split(/\r\n|\r|\n/, MAX_LINES)) {
    const line = raw
      .slice(0, MAX_LINE)
      .replaceAll('_', ' ')
      .replace(/^[\s%#;*>-]+/, '')
      .trim();
    terms = line !== '' && (terms || TERMS.test(line));
    if (terms) continue;
    // what two registries say of a free name, word for word
    if (/\binvalid query or domain name not known\b/i.test(line)) return 'free';
    if (states(line, REFUSED)) return 'refused';
    free ||= states(line, FREE);
  }
  return free ? 'free' : null;
}

/** Whether the line says so, outside a condition. */
function states(line: string, pattern: RegExp): boolean {
  const found = pattern.exec(line);
  return found !== null && !MODAL.test(line.slice(0, found.index).replace(/^.*[.;。；]\s*/, ''));
}
