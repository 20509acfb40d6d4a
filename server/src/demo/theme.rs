//! What an item is about, told from its words: which place in the premises is named, and which picture is drawn.

use super::random::Random;

/// What an item is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Theme {
    Front,
    Exit,
    Stairs,
    Extinguisher,
    Gas,
    Power,
    Ebike,
    Storage,
    Paper,
}

/// The first theme that has a word in the text.
const WORDS: [(Theme, &[&str]); 8] = [
    (Theme::Front, &["门头", "招牌"]),
    (Theme::Ebike, &["电动自行车", "电动车", "充电"]),
    (Theme::Extinguisher, &["灭火器", "消火栓", "消防器材", "消防设施", "应急照明", "报警", "指示标志", "喷淋"]),
    (Theme::Gas, &["燃气", "气瓶", "灶", "软管", "液化", "油烟", "烟道", "燃料"]),
    (Theme::Power, &["电气", "电线", "线路", "插座", "插排", "配电", "用电", "开关", "接地", "漏电"]),
    (Theme::Stairs, &["楼梯", "阁楼", "夹层"]),
    (Theme::Exit, &["通道", "出口", "疏散", "门", "窗", "广告牌", "逃生"]),
    (Theme::Storage, &["堆", "存放", "货", "仓", "易燃", "可燃", "杂物"]),
];

impl Theme {
    pub(super) fn of(text: &str) -> Self {
        let found = WORDS.iter().find(|(_, words)| words.iter().any(|word| text.contains(word)));
        found.map_or(Self::Paper, |(theme, _)| *theme)
    }

    /// Where in the premises.
    pub(super) fn spot(self, random: &mut Random) -> &'static str {
        let spots: &[&str] = match self {
            Self::Front => &["门头"],
            Self::Exit => &["后门", "一楼后门过道", "大门内侧", "二层东侧疏散门", "收银台旁通道", "库房到后门的过道"],
            Self::Stairs => &["一层楼梯口", "通往二层的楼梯", "阁楼爬梯处", "北侧楼梯间"],
            Self::Extinguisher => &["大厅东墙", "后厨门口", "二层走廊中部", "收银台下方", "库房门口"],
            Self::Gas => &["后厨灶台下方", "后厨西北角", "气瓶间", "后厨操作台旁"],
            Self::Power => &["收银台后", "后厨配电箱", "货架后墙面", "二层走廊配电箱", "库房门口"],
            Self::Ebike => &["楼道一层", "后门门厅", "店内西墙边", "地下室入口"],
            Self::Storage => &["库房", "阁楼", "后门外", "配电箱下方"],
            Self::Paper => &["前台", "值班室", "办公室", "现场询问"],
        };
        random.word(spots)
    }

    /// What the inspector adds.
    pub(super) fn note(self, random: &mut Random) -> &'static str {
        let notes: &[&str] = match self {
            Self::Exit | Self::Stairs => &["已当面告知店主", "现场通道约剩 40 厘米宽", "店员说是昨天到的货"],
            Self::Extinguisher => &["压力表指针在红区", "瓶身无年检标签", "被货物挡住"],
            Self::Gas => &["软管已老化发硬", "已提醒先关总阀", "店主联系供气单位更换"],
            Self::Power => &["插排串接三个", "电线直接钉在木架上", "已提醒先断电"],
            Self::Ebike => &["当面请车主推到室外", "共 2 辆"],
            Self::Front | Self::Storage | Self::Paper => &["已当面告知", "店主表示配合", ""],
        };
        random.word(notes)
    }

    /// What a suspected major may lead to.
    pub(super) fn consequence(self) -> &'static str {
        match self {
            Self::Exit | Self::Stairs => "起火后楼上的人出不来",
            Self::Gas => "燃气泄漏遇明火会爆燃，店内有人用餐",
            Self::Power | Self::Ebike => "夜间起火无人发现，楼上住人",
            Self::Storage => "可燃物多，起火后蔓延快",
            Self::Extinguisher => "起火后报不了警、扑救不了初起火",
            Self::Front | Self::Paper => "出事时无人组织疏散",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_the_theme() {
        assert_eq!(Theme::of("占用、堵塞疏散通道"), Theme::Exit);
        assert_eq!(Theme::of("灭火器压力不足"), Theme::Extinguisher);
        assert_eq!(Theme::of("场所门头照片（看得清招牌和出入口）"), Theme::Front);
        assert_eq!(Theme::of("电动自行车在室内充电"), Theme::Ebike);
        assert_eq!(Theme::of("未组织培训"), Theme::Paper);
    }
}
