module function

go 1.14

require example.com/greeting v1.0.0

replace example.com/greeting => ./greeting
