//! The words that stand in cells: yes and no, blanks that are written out, and the options of choices.

use domain::half_width::plain;

/// Yes or no, as offices tick it.
pub(super) fn yes_no(text: &str) -> Option<bool> {
    match plain(text).as_str() {
        "是" | "有" | "√" | "✓" | "✔" | "☑" | "v" | "y" | "yes" | "true" | "1" | "对" | "已安装" | "已装" | "安装" => {
            Some(true)
        }
        "否" | "无" | "没有" | "不" | "×" | "✗" | "✘" | "☒" | "x" | "n" | "no" | "false" | "0" | "未" | "未安装" | "未装" | "不涉及" => {
            Some(false)
        }
        _ => None,
    }
}

/// Nobody knows, said in words.
pub(super) fn is_unknown(text: &str) -> bool {
    matches!(plain(text).as_str(), "未知" | "不详" | "不清楚" | "不清" | "待查" | "待核实" | "待核" | "?")
}

/// Words that say nothing: as good as an empty cell.
pub(super) fn says_nothing(text: &str) -> bool {
    let text = plain(text);
    matches!(text.as_str(), "无" | "暂无" | "没有" | "未填" | "空" | "n/a" | "null" | "none") || is_stroke(&text) || is_unknown(&text)
}

/// Only strokes: 「/」「——」.
pub(super) fn is_stroke(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '/' | '\\' | '-' | '—' | '–' | '_' | '*' | '.' | '…'))
}

/// The option that a word means, and whether that is a guess. `None`: a person has to say.
pub(super) fn option(field: &str, text: &str) -> Option<(&'static str, bool)> {
    let text = plain(text);
    let sure = OPTIONS.iter().filter(|(of, _, _)| *of == field).find(|(_, _, words)| words.contains(&text.as_str()));
    if let Some((_, option, _)) = sure {
        return Some((option, false));
    }
    match (field, yes_no(&text)?) {
        ("gas_alarm", true) => Some(("installed", false)),
        // Alarms that stand alone are what small premises have.
        ("smoke_alarm", true) => Some(("standalone", true)),
        ("sprinkler", true) => Some(("simple", true)),
        ("fire_approval" | "insurance", true) => Some(("have", false)),
        (
            "gas_alarm" | "smoke_alarm" | "sprinkler" | "fire_approval" | "insurance" | "heating" | "ebike_charging" | "appraisal"
            | "standardisation",
            false,
        ) => Some(("none", false)),
        _ => None,
    }
}

/// Field, option, words for it.
const OPTIONS: &[(&str, &str, &[&str])] = &[
    ("status", "open", &["营业", "营业中", "正常", "正常营业", "在营", "在业", "开业", "存续"]),
    ("status", "seasonal", &["季节性", "季节性营业"]),
    ("status", "paused", &["停业", "歇业", "暂停营业", "停产", "装修中"]),
    ("status", "vacant", &["空置", "闲置"]),
    ("status", "closed", &["关闭", "已关闭", "关停", "倒闭", "注销"]),
    ("status", "demolished", &["拆除", "已拆除"]),
    ("gas_alarm", "installed-with-cutoff", &["带切断", "带切断阀", "联动切断", "安装并联动切断"]),
    ("gas_alarm", "faulty", &["故障", "损坏", "失效", "不能用"]),
    ("gas_alarm", "not-needed", &["不需要", "无需", "不用气", "不涉及"]),
    ("smoke_alarm", "standalone", &["独立式", "独立", "独立烟感", "独立式烟感"]),
    ("smoke_alarm", "networked", &["联网", "联网烟感", "联网式"]),
    ("smoke_alarm", "system", &["自动报警系统", "火灾自动报警系统", "系统"]),
    ("smoke_alarm", "faulty", &["故障", "损坏", "失效"]),
    ("sprinkler", "simple", &["简易喷淋", "局部喷淋"]),
    ("sprinkler", "full", &["自动喷淋", "自动喷水", "喷淋系统", "自动喷水灭火系统"]),
    ("sprinkler", "faulty", &["故障", "损坏", "失效"]),
    ("structure", "concrete", &["框架", "框架结构", "混凝土", "钢筋混凝土", "钢混"]),
    ("structure", "brick-concrete", &["砖混", "砖混结构"]),
    ("structure", "steel", &["钢结构", "钢"]),
    ("structure", "brick-timber", &["砖木", "砖木结构"]),
    ("structure", "timber", &["木结构", "木"]),
    ("structure", "light-panel", &["彩钢", "彩钢板", "板房", "彩钢板房"]),
    ("heating", "district", &["集中供热", "集中供暖", "暖气"]),
    ("heating", "gas-boiler", &["壁挂炉", "燃气壁挂炉"]),
    ("heating", "coal", &["燃煤", "煤炉", "火炉", "煤"]),
    ("heating", "electric", &["电暖", "电采暖", "电暖气", "空调"]),
    ("ebike_charging", "outside", &["室外", "店外"]),
    ("ebike_charging", "shed", &["车棚", "充电棚"]),
    ("ebike_charging", "inside", &["室内", "店内", "楼道", "门厅"]),
    ("appraisal", "A", &["a级"]),
    ("appraisal", "B", &["b级"]),
    ("appraisal", "C", &["c级"]),
    ("appraisal", "D", &["d级", "危房"]),
    ("standardisation", "level1", &["一级", "1级"]),
    ("standardisation", "level2", &["二级", "2级"]),
    ("standardisation", "level3", &["三级", "3级", "小微"]),
];

/// Kinds of special equipment by a word in the cell.
pub(super) const EQUIPMENT: &[(&str, &str)] = &[
    ("电梯", "elevator"),
    ("升降机", "elevator"),
    ("扶梯", "escalator"),
    ("锅炉", "boiler"),
    ("叉车", "forklift"),
    ("观光车", "tour-cart"),
    ("压力容器", "pressure-vessel"),
    ("储罐", "pressure-vessel"),
    ("储气罐", "pressure-vessel"),
    ("气瓶充装", "gas-cylinder-filling"),
    ("起重机", "crane"),
    ("行车", "crane"),
    ("吊车", "crane"),
    ("游乐", "amusement"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use domain::library::Library;

    #[test]
    fn ticks_and_crosses_are_yes_and_no() {
        for word in ["是", "有", "√", "Ｙ", " yes ", "1", "V"] {
            assert_eq!(yes_no(word), Some(true), "{word}");
        }
        for word in ["否", "无", "×", "Ｎ", "没有", "0"] {
            assert_eq!(yes_no(word), Some(false), "{word}");
        }
        assert_eq!(yes_no("大概"), None);
    }

    #[test]
    fn every_option_is_one_of_its_field() {
        let reference = &Library::builtin().premises;
        for (field, option, _) in OPTIONS {
            let field = reference.fields.iter().find(|known| known.id == *field).unwrap();
            assert!(field.option(option).is_some(), "{} {option}", field.id);
        }
        let equipment = reference.fields.iter().find(|field| field.id == "special_equipment").unwrap();
        for (_, kind) in EQUIPMENT {
            assert!(equipment.option(kind).is_some(), "{kind}");
        }
    }

    #[test]
    fn a_tick_at_an_alarm_is_a_guess_at_its_kind() {
        assert_eq!(option("smoke_alarm", "√"), Some(("standalone", true)));
        assert_eq!(option("gas_alarm", "是"), Some(("installed", false)));
        assert_eq!(option("gas_alarm", "无"), Some(("none", false)));
        assert_eq!(option("status", "在营"), Some(("open", false)));
        assert_eq!(option("status", "是"), None);
    }
}
