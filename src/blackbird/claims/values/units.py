"""Names of currencies and units in several languages, and how they compare."""

from __future__ import annotations

from decimal import Decimal

from blackbird.claims.values.value import Kind

CURRENCY_SIGNS = {
    "us$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "a$": "AUD", "c$": "CAD",
    "hk$": "HKD", "nt$": "TWD", "₩": "KRW", "₹": "INR", "r$": "BRL", "₽": "RUB", "chf": "CHF",
    "usd": "USD", "eur": "EUR", "gbp": "GBP", "jpy": "JPY",
}  # fmt: skip

_CURRENCY_WORDS = {
    "USD": "usd us$ $ dollar dollars dólares dólar dollari ドル 米ドル 美元 달러",
    "EUR": "eur € euro euros ユーロ 欧元 유로",
    "GBP": "gbp £ pound pounds sterling libras pfund ポンド 英镑",
    "JPY": "jpy ¥ yen yenes 円 日元 엔",
    "CNY": "cny rmb yuan renminbi 元 人民元 人民币",
    "KRW": "krw won ウォン 원",
    "INR": "inr rupees rupee ルピー",
    "CHF": "chf franken francs",
    "RUB": "rub rubles roubles rublos ルーブル",
}
CURRENCIES = {word: code for code, words in _CURRENCY_WORDS.items() for word in words.split()}
WEIGHTS = {"pound": Decimal("453.59237"), "pounds": Decimal("453.59237")}
"""Words for money that are weights, too, and the grams of one."""

PERCENT = {
    "%": Decimal("0.01"), "percent": Decimal("0.01"), "per cent": Decimal("0.01"),
    "pct": Decimal("0.01"), "パーセント": Decimal("0.01"), "por ciento": Decimal("0.01"),
    "prozent": Decimal("0.01"), "pour cent": Decimal("0.01"), "por cento": Decimal("0.01"),
    "per cento": Decimal("0.01"), "割": Decimal("0.1"), "퍼센트": Decimal("0.01"),
}  # fmt: skip

_MEASURES: dict[tuple[Kind, str, str], str] = {
    ("duration", "s", "1"): "second seconds sec secs segundos sekunden secondes 秒 秒間 초",
    ("duration", "s", "60"): "minute minutes min mins minutos minuten 分 分間 분",
    (
        "duration",
        "s",
        "3600",
    ): "hour hours hr hrs h horas hora stunden stunde heures heure 時間 小时 시간",
    ("duration", "s", "86400"): "day days días día tage tagen tag jours jour 日間 天 일간",
    ("duration", "s", "604800"): "week weeks semanas semana wochen woche semaines semaine 週間",
    ("duration", "s", "1209600"): "fortnight fortnights",
    (
        "duration",
        "month",
        "1",
    ): "month months meses mes monate monaten monat mois か月 カ月 ヶ月 ヵ月 ケ月 个月 個月 개월",
    ("duration", "month", "12"): "year years años año jahre jahren jahr ans année années 年間 年",
    ("duration", "month", "120"): "decade decades década décadas jahrzehnt jahrzehnte décennies",
    ("number", "age", "1"): "years-old 歳 才",
    (
        "number",
        "person",
        "1",
    ): "people persons person 人 名 personas menschen personen personnes pessoas 명",
    ("number", "company", "1"): "companies company firms 社 empresas unternehmen entreprises",
    ("number", "time", "1"): "times 回 veces fois",
    ("number", "度", "1"): "度",  # times or degrees
    ("number", "fold", "1"): "fold 倍 -fold",
    ("number", "percentage point", "1"): "ポイント pp %ポイント パーセントポイント",
    ("number", "m", "1"): "m metres meters metre meter metros メートル 米",
    (
        "number",
        "m",
        "1000",
    ): "km kilometres kilometers kilometre kilometer kilómetros kilometern キロメートル 公里 ㎞",
    ("number", "m", "0.01"): "cm centimetres centimeters センチメートル センチ ㎝",
    ("number", "m", "0.001"): "mm millimetres millimeters ミリ ㎜",
    ("number", "m", "1609.344"): "mile miles マイル",
    ("number", "m", "0.9144"): "yard yards ヤード",
    ("number", "m", "0.3048"): "ft feet foot フィート",
    ("number", "m", "0.0254"): "inch inches インチ",
    ("number", "m²", "1"): "m² m2 ㎡ 平方メートル 平米",
    ("number", "m²", "1000000"): "km² km2 ㎢ 平方キロメートル 平方キロ",
    ("number", "m²", "10000"): "ha hectares hectare ヘクタール",
    ("number", "m²", "4046.8564224"): "acres acre エーカー",
    ("number", "m²", "2589988.110336"): "mi² mi2",
    ("number", "m²", "0.09290304"): "ft² ft2",
    ("number", "m³", "1"): "m³ m3 ㎥ 立方メートル",
    ("number", "l", "1"): "l litres liters litre liter リットル ℓ",
    ("number", "l", "0.001"): "ml millilitres milliliters ミリリットル",
    ("number", "km/h", "1"): "km/h kph kmh",
    ("number", "km/h", "1.609344"): "mph",
    ("number", "kilo", "1000"): "キロ",
    ("number", "g", "453.59237"): "lb lbs",
    ("number", "g", "1"): "g grams gram グラム",
    ("number", "g", "1000"): "kg kilograms kilogram kilos キログラム ㎏",
    ("number", "g", "1000000"): "tonnes tonne tons ton トン",
    ("number", "°C", "1"): "°c ℃",
    ("number", "°F", "1"): "°f",  # read as °C
    ("number", "byte", "1000000000"): "gb gigabytes ギガバイト",
    ("number", "byte", "1000000"): "mb megabytes メガバイト",
    ("number", "byte", "1000000000000"): "tb terabytes テラバイト",
    ("number", "W", "1"): "w watts ワット",
    ("number", "W", "1000"): "kw kilowatts",
    ("number", "W", "1000000"): "mw megawatts メガワット",
    ("number", "W", "1000000000"): "gw gigawatts ギガワット",
    ("ordinal", "floor", "1"): "階",
    ("ordinal", "place", "1"): "位",
    ("ordinal", "anniversary", "1"): "周年",
    ("number", "item", "12"): "ダース",
    ("number", "item", "1"): "個 つ 件 本 枚 台 点 隻 機 頭 匹 冊 基 棟 校 か国 カ国 ヶ国",
}
_SQUARE = {
    Decimal(1): "metres meters metre meter", Decimal(1000000): "kilometres kilometers km",
    Decimal("2589988.110336"): "miles mile", Decimal("0.09290304"): "feet foot ft",
}  # fmt: skip
MEASURES: dict[str, tuple[Kind, str, Decimal]] = {
    word: (kind, unit, Decimal(factor))
    for (kind, unit, factor), words in _MEASURES.items()
    for word in words.split()
}
MEASURES |= {
    f"{square} {word}": ("number", "m²", factor)
    for factor, words in _SQUARE.items()
    for word in words.split()
    for square in ("square", "sq", "sq.")
}
MEASURES |= {
    words: ("number", "percentage point", Decimal(1))
    for words in ("percentage point", "percentage points", "percent points", "% points")
}
MEASURES |= {
    words: ("number", "percentage point", Decimal("0.01"))
    for words in ("basis point", "basis points", "ベーシスポイント")
}
MEASURES |= {
    f"{word} per hour": ("number", "km/h", factor)
    for factor, words in {
        Decimal(1): "km kilometres kilometers",
        Decimal("1.609344"): "miles",
    }.items()
    for word in words.split()
}
MEASURES |= {"metric tons": MEASURES["tonnes"], "metric ton": MEASURES["tonnes"]}
"""Word → kind, unit that it is counted in, factor to that unit."""

OTHER_SYSTEM = frozenset(
    word
    for word in MEASURES
    if word.removesuffix(" per hour").split(" ")[-1]
    in (
        "mile miles マイル yard yards ヤード ft feet foot フィート inch inches インチ "
        "acres acre エーカー mi² mi2 ft² ft2 mph lb lbs °f"
    ).split()
)
"""Units outside the metric system: what is said in both is rounded in one of them."""

CONVERTED = frozenset(MEASURES[word][1] for word in OTHER_SYSTEM) | {"°C"}
"""What is counted in units of several systems."""
