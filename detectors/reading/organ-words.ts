/** How lines of a page name a state organ: of the nation, or of a region. */

/** A ministry, a national administration, or a self-styled national platform. */
export const NATIONAL_ORGAN =
  /中华人民共和国|国家(?:安全生产|应急|职业|市场|特种|建筑|工程)|(?:应急管理|住房和城乡建设|人力资源和社会保障|教育|工业和信息化|交通运输|公安|国家安全生产监督管理)部(?!门|分)|国家[\u4e00-\u9fff]{2,8}(?:总局|局|委员会)|(?:市场监督管理|安全生产监督管理|安监|质检)总局|^全国[\u4e00-\u9fff]{2,24}(?:平台|系统|查询网?|信息网|门户)/;

/** A department or bureau of a province, city or county, or its government. */
export const REGIONAL_ORGAN =
  /[\u4e00-\u9fff]{2,8}(?:省|市|自治区|区|县|州|盟)(?:应急管理|住房和城乡建设|人力资源和社会保障|建设|教育|市场监督管理|质量技术监督|安全生产监督管理|安监|交通运输|劳动)(?:厅|局|委员会|委|部门)|(?:省|市|县|区)人民政府|(?:应急管理|住房和城乡建设|人力资源和社会保障|市场监督管理)(?:厅|局)/;
