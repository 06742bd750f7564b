/**
 * Words that host names of this field are made of, beside those of the profiles. Source: domain brief §2.2 and §7
 * (domain tokens).
 */
import { CONTENT_NETWORKS } from '../../storage/sites/host-domain.ts';

/** Government suffix and its look-alikes, as whole words. */
export const GOV_WORDS = new Set([
  'gov',
  'g0v',
  'qov',
  'gov1',
  'govcn',
  'g0vcn',
  'qovcn',
  'zhengfu',
  'zfw',
  'zwfw',
  'zwfww',
  'gcv',
  'qovc',
]);

/** Words for querying and verifying. */
export const SERVICE_WORDS = new Set(
  'cx chaxun cxpt cxw query search zscx zs zsk zhengshu zhengshuchaxun zjcx czz czzcx cert certquery certificate verify yz yanzheng ewm qr scan sm wxcx xlcx hy heyan cha'.split(
    ' ',
  ),
);

/** Certificates and the trades they are for. */
export const TOPIC_WORDS = new Set(
  'tzzy tzzyz tzzycx tzzyczz tzczz tezhong tezhongzuoye tezhongzuoyechaxun tzsb tezhongshebei dgz dgzcx dgcz dg hgz hgzcx gkzy gaochu aqy aqyabc slry jzs jzgr zcz jnzs jndj zyzg zyjn zige jineng xlcx xueli xuelichaxun aqsc anquanshengchan'.split(
    ' ',
  ),
);

/** Organs and their usual abbreviations, beside the platforms' own. */
export const AGENCY_WORDS = new Set(
  'yjgl yjglb yjj yjt yjb yingji yingjiguanli yingjiguanlibu ajj aqjg chinasafety mohurd zjb zhujianbu samr scjg mohrss rsj rst hrss rlzy moe chsi osta cpta'.split(
    ' ',
  ),
);

/** Agency and topic words that also are everyday words or syllables: they count only beside a gov word. */
export const COMMON_WORDS = new Set(
  'mem moe anquan safety aqsc rsks zjt zjj jst yjb rst rsj dg scjg aqy zs sm qr cha'.split(' '),
);

/** Words that fill a name up and say nothing: they may stand beside others in a joined label. */
export const FILLER_WORDS = new Set(
  'www wap m h5 wx app web net site online info cn com org china zg zhongguo gj guojia qg quanguo zw pt xt w home index page'.split(
    ' ',
  ),
);

/** Provinces and big cities in pinyin or initials, as they stand before an organ's abbreviation. */
export const REGION_WORDS = new Set(
  'beijing tianjin hebei shanxi neimenggu liaoning jilin heilongjiang shanghai jiangsu zhejiang anhui fujian jiangxi shandong henan hubei hunan guangdong guangxi hainan chongqing sichuan guizhou yunnan xizang shaanxi gansu qinghai ningxia xinjiang bj tj hb sx sxs nmg ln jl hlj sh js zj ah fj jx sd hn gd gx cq sc gz yn xz gs qh nx xj'.split(
    ' ',
  ),
);

/**
 * Content networks that answer under the customer's full name (`cx.mem.gov.cn.cdngslb.com`): the name is their
 * addressing scheme, not a costume. Registered domains. Source: the providers' own documentation of CNAME targets.
 */
export const CDN_DOMAINS: ReadonlySet<string> = new Set(CONTENT_NETWORKS);
