//! Why a file can't be imported at all: one sentence a fault, for the person at the keyboard.

/// The fault of a file. Nothing of it was imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FileFault {
    /// No such file, or no right to read it.
    #[error("打不开文件 {name}：{why}")]
    Unopened {
        /// Its path.
        name: String,
        /// What the system says.
        why: String,
    },
    /// No byte in it.
    #[error("{name} 是空文件")]
    Empty {
        /// Its path.
        name: String,
    },
    /// Comma-separated or other text.
    #[error("{name} 是文本文件（CSV），不是 Excel 工作簿：请用表格软件打开，另存为 .xlsx 后再导入")]
    Text {
        /// Its path.
        name: String,
    },
    /// A web page with a spreadsheet's extension, as some systems export.
    #[error("{name} 其实是网页格式的表格：请用表格软件打开，另存为 .xlsx 后再导入")]
    WebPage {
        /// Its path.
        name: String,
    },
    /// Protected by a password.
    #[error("{name} 设了打开密码：请去掉密码后再导入")]
    Encrypted {
        /// Its path.
        name: String,
    },
    /// No workbook, or a broken one.
    #[error("{name} 已损坏，或者不是 Excel 工作簿（.xlsx、.xlsm、.xls）：请用表格软件打开并另存后再导入")]
    Damaged {
        /// Its path.
        name: String,
    },
    /// Ends in the middle.
    #[error("{name} 已损坏，工作表“{sheet}”读到第 {row} 行就读不下去了，什么也没有导入")]
    BrokenOff {
        /// Its path.
        name: String,
        /// The sheet.
        sheet: String,
        /// The last row that could be read.
        row: u32,
    },
    /// Too large.
    #[error("{name} 有 {size_mb} MB，超过 {max_mb} MB：请分成几个文件导入")]
    TooLarge {
        /// Its path.
        name: String,
        /// How large.
        size_mb: u64,
        /// The limit.
        max_mb: u64,
    },
    /// No sheet has a header row.
    #[error("{name} 里没有找到表头：前 {rows} 行中应有一行写着“单位名称”“地址”“社区”“场所类型”这样的列名；列名不同的话请用 --map 说明")]
    NoHeader {
        /// Its path.
        name: String,
        /// How many rows were looked at.
        rows: usize,
    },
    /// The header lacks a column without which nothing can be placed.
    #[error("工作表“{sheet}”第 {row} 行的表头里没有“{column}”这一列：请补上，或用 --map 说明哪一列是它")]
    ColumnMissing {
        /// The sheet.
        sheet: String,
        /// The header row.
        row: u32,
        /// Its name.
        column: &'static str,
    },
    /// A header, and nothing below it.
    #[error("{name} 只有表头，没有数据")]
    NoRows {
        /// Its path.
        name: String,
    },
    /// The map file can't be read.
    #[error("--map 文件 {name} 读不懂：应是 JSON 或 YAML，一行一个“列名: 字段”；{why}")]
    BadMap {
        /// Its path.
        name: String,
        /// What the reader says.
        why: String,
    },
    /// The map names a field that there is none of.
    #[error("--map 里的字段“{field}”不存在，可用的有：{known}")]
    UnknownField {
        /// What was named.
        field: String,
        /// What could be.
        known: String,
    },
    /// The map names a column that no header has.
    #[error("--map 里的列“{column}”在表头里没有找到")]
    UnknownColumn {
        /// What was named.
        column: String,
    },
    /// Nearly every row has something: the columns are probably not what they were taken for.
    #[error("{name} 里要人工处理的问题超过 {max} 条，多半是列认错了，什么也没有导入：请核对表头，或用 --map 说明")]
    TooManyNotes {
        /// Its path.
        name: String,
        /// The limit.
        max: usize,
    },
    /// There is nowhere to put them.
    #[error("还没有社区：先用 xunan admin add-community 建好社区和网格，再导入台账")]
    NoCommunity,
}
