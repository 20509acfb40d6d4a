//! Which column is what: headings by their meaning. The one table of synonyms stands here; the labels and ids of all ledger fields
//! are known besides, and a `--map` file says the rest.

use super::fault::FileFault;
use super::workbook::Row;
use domain::half_width::plain;
use domain::ledger_field::{Field, FieldType};
use domain::library::PremisesReference;
use std::collections::BTreeMap;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Target {
    /// Nothing that is kept.
    Skip,
    /// The name on the sign.
    Name,
    /// The address.
    Address,
    /// The community.
    Community,
    /// The grid.
    Grid,
    /// The kind.
    Kind,
    /// Longitude.
    Lng,
    /// Latitude.
    Lat,
    /// Both in one cell.
    Position,
    /// Whether gas is used at all.
    GasUsed,
    /// A field of the ledger.
    Field(&'static Field),
}

/// What offices write above their columns, by the field's id, the likeliest first: where two columns claim one field, the earlier
/// word wins. Compared without width, blanks, capitals and what stands in brackets.
const SYNONYMS: &[(&str, &[&str])] = &[
    (
        "name",
        &[
            "场所名称",
            "单位名称",
            "店铺名称",
            "门店名称",
            "商户名称",
            "商铺名称",
            "企业名称",
            "招牌名称",
            "字号名称",
            "店名",
            "字号",
            "单位全称",
            "经营单位",
            "被检查单位",
            "名称",
            "单位",
            "场所",
            "name",
        ],
    ),
    ("legal_name", &["证照名称", "营业执照名称", "执照名称", "注册名称", "法定名称"]),
    (
        "uscc",
        &[
            "统一社会信用代码",
            "社会信用代码",
            "统一信用代码",
            "信用代码",
            "统一代码",
            "统一社会信用代码证号",
            "营业执照号",
            "营业执照注册号",
            "执照号",
            "证照号码",
            "证照编号",
        ],
    ),
    (
        "address",
        &[
            "经营地址",
            "场所地址",
            "单位地址",
            "详细地址",
            "所在地址",
            "门店地址",
            "地址",
            "经营场所",
            "坐落",
            "具体位置",
            "门牌号",
            "住所",
            "address",
        ],
    ),
    ("community", &["所属社区", "所在社区", "辖区社区", "属地社区", "社区名称", "社区", "村居", "居委会", "community"]),
    ("grid", &["所属网格", "所在网格", "网格名称", "网格号", "网格编号", "网格", "grid"]),
    // 行业类别 is coarser; where both stand, the kind is meant by the other.
    ("kind", &["场所类型", "场所类别", "单位类型", "场所种类", "经营类型", "类型", "类别", "业态", "kind", "行业分类", "行业类别", "行业"]),
    (
        "head_name",
        &[
            "主要负责人",
            "主要负责人姓名",
            "负责人",
            "负责人姓名",
            "法定代表人",
            "法人代表",
            "法人",
            "经营者",
            "经营者姓名",
            "店主",
            "老板",
            "业主",
            "联系人",
        ],
    ),
    (
        "head_phone",
        &[
            "主要负责人电话",
            "主要负责人手机",
            "负责人电话",
            "负责人手机",
            "联系电话",
            "联系方式",
            "电话",
            "电话号码",
            "手机",
            "手机号",
            "手机号码",
            "法人电话",
            "店主电话",
        ],
    ),
    ("safety_name", &["安全管理人员", "安全管理人", "消防安全管理人", "安全负责人", "安全员"]),
    ("safety_phone", &["安全管理人员电话", "安全管理人电话", "安全负责人电话", "安全员电话", "安全员手机"]),
    ("landlord_name", &["房东", "房东姓名", "产权人", "出租人", "房主"]),
    ("landlord_phone", &["房东电话", "产权人电话", "出租人电话", "房主电话"]),
    ("area_m2", &["建筑面积", "经营面积", "营业面积", "使用面积", "场所面积", "面积"]),
    ("storeys", &["建筑层数", "总层数", "地上层数", "楼层数", "层数"]),
    ("floors_used", &["使用楼层", "经营楼层", "所在楼层", "楼层"]),
    ("people", &["从业人数", "从业人员数", "从业人员", "员工人数", "员工数", "职工人数", "职工数", "员工", "人数"]),
    ("people_peak", &["高峰人数", "最大容纳人数", "容纳人数", "核定人数"]),
    ("gas_used", &["是否用气", "是否使用燃气", "是否用燃气", "用气", "是否燃气用户"]),
    ("gas", &["用气类型", "燃气类型", "用气种类", "燃气种类", "气源类型", "气源", "燃料类型"]),
    (
        "gas_alarm",
        &["是否安装燃气报警器", "燃气报警器", "燃气报警装置", "可燃气体报警器", "是否安装可燃气体报警器", "燃气泄漏报警器", "报警器"],
    ),
    ("gas_bottles", &["气瓶数量", "液化气瓶数", "钢瓶数", "气瓶"]),
    ("special_equipment", &["特种设备", "特种设备情况", "特种设备名称"]),
    (
        "sleepers",
        &[
            "夜间是否住人",
            "夜间住人",
            "是否住人",
            "是否有人住宿",
            "是否留人住宿",
            "住人情况",
            "夜间住宿人数",
            "住宿人数",
            "留宿人数",
            "住人数",
            "居住人数",
        ],
    ),
    ("smoke_alarm", &["是否安装烟感", "烟感报警器", "感烟报警器", "独立式烟感", "烟感"]),
    ("sprinkler", &["是否安装喷淋", "喷淋", "自动喷淋"]),
    ("extinguishers", &["灭火器数量", "灭火器个数", "灭火器"]),
    ("exits", &["安全出口数量", "安全出口", "出口数"]),
    ("status", &["营业状态", "经营情况", "状态"]),
    ("self_built", &["是否自建房"]),
    ("hazmat", &["是否存放危化品", "是否存放危险物品"]),
    ("lng", &["经度", "东经", "lng", "lon", "longitude"]),
    ("lat", &["纬度", "北纬", "lat", "latitude"]),
    ("position", &["经纬度", "坐标", "地理坐标", "位置坐标"]),
    ("notes", &["备注", "备注说明", "其他情况"]),
    ("skip", &["序号", "编号", "场所编号", "行号", "no.", "所属街道", "街道", "填报单位", "填报人", "采集人", "采集时间"]),
];

/// Headings that a header row has to have at least, besides the name.
const OTHERS_MIN: usize = 2;

/// Knows headings.
#[derive(Debug)]
pub(super) struct Headings {
    reference: &'static PremisesReference,
    /// Id and rank by the word as it is compared.
    words: BTreeMap<String, (String, usize)>,
    /// The person's own, before all others.
    map: BTreeMap<String, String>,
}

/// The columns of a sheet.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// The header row, as the spreadsheet counts.
    pub(super) header: u32,
    /// What is read: position, what it is, its heading as written.
    pub(super) read: Vec<(usize, Target, String)>,
    /// Headings that are not kept.
    pub(super) unread: Vec<String>,
}

impl Columns {
    pub(super) fn find(&self, target: Target) -> Option<&(usize, Target, String)> {
        self.read.iter().find(|(_, of, _)| *of == target)
    }

    /// The heading of a column, or what it is usually called.
    pub(super) fn heading(&self, target: Target) -> String {
        self.find(target).map_or_else(|| usual(target).to_owned(), |(_, _, heading)| heading.clone())
    }
}

/// What a column is usually called.
pub(super) fn usual(target: Target) -> &'static str {
    match target {
        Target::Skip => "",
        Target::Name => "单位名称",
        Target::Address => "地址",
        Target::Community => "所属社区",
        Target::Grid => "网格",
        Target::Kind => "场所类型",
        Target::Lng => "经度",
        Target::Lat => "纬度",
        Target::Position => "经纬度",
        Target::GasUsed => "是否用气",
        Target::Field(field) => &field.zh,
    }
}

impl Headings {
    /// # Errors
    /// [`FileFault::UnknownField`] if the map names a field that there is none of.
    pub(super) fn new(reference: &'static PremisesReference, map: &BTreeMap<String, String>) -> Result<Self, FileFault> {
        let mut words = BTreeMap::new();
        let mut add = |word: &str, id: &str, rank: usize| {
            words.entry(key(word)).or_insert_with(|| (id.to_owned(), rank));
        };
        for (id, synonyms) in SYNONYMS {
            for (rank, word) in synonyms.iter().enumerate() {
                add(word, id, rank);
            }
        }
        for field in fields(reference) {
            add(&field.zh, &field.id, usize::MAX - 1);
            add(&field.id, &field.id, usize::MAX);
        }
        let headings = Self { reference, words, map: map.iter().map(|(column, field)| (key(column), field.clone())).collect() };
        for field in map.values() {
            if headings.target(field).is_none() {
                return Err(FileFault::UnknownField { field: field.clone(), known: headings.known() });
            }
        }
        Ok(headings)
    }

    /// The columns named by a row, if it is a header.
    pub(super) fn columns(&self, row: &Row) -> Option<Columns> {
        let mut best: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        let headings: Vec<(usize, String)> =
            row.cells.iter().map(|cell| cell.text()).enumerate().filter(|(_, text)| !text.is_empty()).collect();
        for (column, heading) in &headings {
            if let Some((id, rank)) = self.recognise(heading) {
                let known = best.entry(id).or_insert((*column, rank));
                if rank < known.1 {
                    *known = (*column, rank);
                }
            }
        }
        let mut columns = Columns { header: row.number, read: vec![], unread: vec![] };
        for (column, heading) in headings {
            let id = best.iter().find(|(_, (of, _))| *of == column).map(|(id, _)| id.as_str());
            match id.and_then(|id| self.target(id)).unwrap_or(Target::Skip) {
                Target::Skip => columns.unread.push(heading),
                target => columns.read.push((column, target, heading)),
            }
        }
        let is_header = columns.find(Target::Name).is_some() && columns.read.len() > OTHERS_MIN;
        is_header.then_some(columns)
    }

    /// Columns that the map names and none of these headers has.
    pub(super) fn unfound<'a>(&self, headers: impl Iterator<Item = &'a Columns>) -> Option<String> {
        let mut wanted = self.map.clone();
        for columns in headers {
            for heading in columns.read.iter().map(|(_, _, heading)| heading).chain(&columns.unread) {
                forms(heading).iter().for_each(|form| {
                    wanted.remove(form);
                });
            }
        }
        wanted.into_keys().next()
    }

    /// Id and rank of a heading; what the map says comes before everything.
    fn recognise(&self, heading: &str) -> Option<(String, usize)> {
        let forms = forms(heading);
        let mapped = forms.iter().find_map(|form| self.map.get(form)).map(|id| (id.clone(), 0));
        mapped.or_else(|| {
            let (id, rank) = forms.iter().find_map(|form| self.words.get(form))?;
            // One more, so that a mapped column always wins.
            Some((id.clone(), rank.saturating_add(1)))
        })
    }

    fn target(&self, id: &str) -> Option<Target> {
        let field = || fields(self.reference).find(|field| field.id == id).map(Target::Field);
        Some(match id {
            "skip" => Target::Skip,
            "name" => Target::Name,
            "address" => Target::Address,
            "community" => Target::Community,
            "grid" => Target::Grid,
            "kind" => Target::Kind,
            "lng" => Target::Lng,
            "lat" => Target::Lat,
            "position" => Target::Position,
            "gas_used" => Target::GasUsed,
            _ => return field(),
        })
    }

    fn known(&self) -> String {
        const OWN: [&str; 10] = ["name", "address", "community", "grid", "kind", "lng", "lat", "position", "gas_used", "skip"];
        let fields = fields(self.reference).map(|field| field.id.as_str());
        OWN.into_iter().chain(fields).collect::<Vec<_>>().join(" ")
    }
}

/// The fields that a cell can hold, those of single kinds too, each once.
fn fields(reference: &'static PremisesReference) -> impl Iterator<Item = &'static Field> {
    const COLUMNS: [&str; 7] = ["code", "name", "address", "community", "grid", "kind", "position"];
    let mut seen = std::collections::BTreeSet::new();
    let all = reference.fields.iter().chain(reference.fields_by_kind.values().flatten());
    all.filter(move |field| {
        let holds = !matches!(field.kind, FieldType::Photos | FieldType::Files | FieldType::Point | FieldType::Idcode);
        holds && !field.derived && !COLUMNS.contains(&field.id.as_str()) && seen.insert(field.id.as_str())
    })
}

/// A heading as it is compared.
fn key(heading: &str) -> String {
    plain(heading).trim_matches(|c: char| matches!(c, '*' | ':' | '#')).to_owned()
}

/// A heading whole and without what stands in brackets.
fn forms(heading: &str) -> [String; 2] {
    let whole = key(heading);
    let mut depth = 0_u32;
    let outside = whole.chars().filter(|c| match c {
        '(' | '[' | '【' => {
            depth += 1;
            false
        }
        ')' | ']' | '】' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    let bare = key(&outside.collect::<String>());
    [whole, bare]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::cell::Cell;
    use domain::library::Library;

    fn header(headings: &[&str], map: &[(&str, &str)]) -> Option<Columns> {
        let map = map.iter().map(|(column, field)| ((*column).to_owned(), (*field).to_owned())).collect();
        let cells = headings.iter().map(|text| Cell::Text((*text).to_owned())).collect();
        Headings::new(&Library::builtin().premises, &map).unwrap().columns(&Row { number: 3, cells })
    }

    fn read(columns: &Columns) -> Vec<&'static str> {
        columns.read.iter().map(|(_, target, _)| usual(*target)).collect()
    }

    #[test]
    fn headings_are_known_by_their_meaning() {
        let columns = header(
            &["序号", "单位名称（全称）", "经营地址 ", "所属社区*", "建筑面积(㎡)", "场所类型", "感烟探测报警", "夜间是否\n住人"],
            &[],
        )
        .unwrap();
        assert_eq!(read(&columns), ["单位名称", "地址", "所属社区", "建筑面积（m²）", "场所类型", "感烟探测报警", "夜间住宿人数"]);
        assert_eq!(columns.unread, ["序号"]);
    }

    #[test]
    fn the_better_word_wins_a_field_and_the_other_column_is_said_to_be_unread() {
        let columns = header(&["行业类别", "店名", "地址", "社区", "场所类型"], &[]).unwrap();
        assert_eq!(columns.find(Target::Kind).unwrap().0, 4);
        assert_eq!(columns.unread, ["行业类别"]);
        assert_eq!(header(&["行业类别", "店名", "地址", "社区"], &[]).unwrap().find(Target::Kind).unwrap().0, 0);
    }

    #[test]
    fn the_map_says_what_no_table_can_know() {
        let columns =
            header(&["铺面", "在哪儿", "片区", "行当", "电话"], &[("铺面", "name"), ("在哪儿", "address"), ("行当", "kind")]).unwrap();
        assert_eq!(read(&columns), ["单位名称", "地址", "场所类型", "主要负责人手机"]);
        assert_eq!(columns.unread, ["片区"]);
        // It also overrules the table.
        let columns = header(&["名称", "店名", "地址", "社区"], &[("店名", "skip"), ("名称", "name")]).unwrap();
        assert_eq!(columns.find(Target::Name).unwrap().0, 0);
    }

    #[test]
    fn titles_and_notes_are_no_header() {
        assert!(header(&["诃额伦街道2026年度监管场所台账"], &[]).is_none());
        assert!(header(&["一、单位名称填写全称", "二、联系电话填手机"], &[]).is_none());
        assert!(header(&["名称", "说明"], &[]).is_none());
    }

    #[test]
    fn a_map_to_nowhere_is_refused() {
        let map = BTreeMap::from([("甲".to_owned(), "nowhere".to_owned())]);
        let fault = Headings::new(&Library::builtin().premises, &map).unwrap_err();
        assert!(matches!(fault, FileFault::UnknownField { field, known } if field == "nowhere" && known.contains("head_phone")));
    }

    #[test]
    fn every_synonym_names_a_field_and_no_word_names_two() {
        let headings = Headings::new(&Library::builtin().premises, &BTreeMap::new()).unwrap();
        let mut seen = BTreeMap::new();
        for (id, words) in SYNONYMS {
            assert!(headings.target(id).is_some(), "{id}");
            for word in *words {
                assert_eq!(seen.insert(key(word), id), None, "{word}");
            }
        }
    }
}
