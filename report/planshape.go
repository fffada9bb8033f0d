// The shape of a plan in JSON. Field names are stable, and units stand in the name:
// _s is seconds, _per_s a second. A number that is not finite or not known is null;
// estimates are those of the report.

package report

type jsonPlan struct {
	Report      string        `json:"report"` // always "primebench plan"
	Version     int           `json:"version"`
	Feasible    bool          `json:"feasible"`
	Constraint  string        `json:"constraint"` // the demand that binds
	Advice      []string      `json:"advice"`     // what would be feasible
	Limits      jsonLimits    `json:"limits"`
	Seed        string        `json:"seed"`     // of the simulations
	Arrivals    int           `json:"arrivals"` // in each
	Machine     jsonMachine   `json:"machine"`
	Services    []jsonService `json:"services"`
	Total       jsonTotal     `json:"total"` // each service at its dearest size
	Assumptions []string      `json:"assumptions"`
	Warnings    []string      `json:"warnings"`
}

// In jsonLimits a 0 says that there is none.
type jsonLimits struct {
	Cores       int     `json:"cores"`
	Hosts       int     `json:"hosts"`
	Headroom    float64 `json:"headroom"` // share of the servers
	Failures    int     `json:"failures"` // hosts
	Price       float64 `json:"price_per_core_hour"`
	Watts       float64 `json:"watts_per_core"`
	Extrapolate bool    `json:"extrapolate"`
}

type jsonMachine struct {
	CPU            string   `json:"cpu"`
	Kernel         string   `json:"kernel"`
	LogicalCores   int      `json:"logical_cores"`
	PhysicalCores  int      `json:"physical_cores"`
	ThreadsPerCore int      `json:"threads_per_core"`
	CgroupCores    *float64 `json:"cgroup_cores"`
	CoresPerHost   int      `json:"cores_per_host"` // that a host of the plan has
}

type jsonService struct {
	Name          string            `json:"name"`
	Kind          string            `json:"kind"`
	Strategy      string            `json:"strategy"`
	Workers       int               `json:"workers"`
	Rate          *float64          `json:"rate_per_s"` // 0 of a count
	Count         *float64          `json:"count"`      // 0 of a rate
	WithinSeconds float64           `json:"within_s"`   // of a count
	Objectives    []jsonObjective   `json:"objectives"`
	Pool          jsonStore         `json:"pool"`
	Sizes         []jsonSizePlan    `json:"sizes"`
	Scaling       []jsonScalability `json:"scaling"`
	WhatIf        []jsonWhatIf      `json:"what_if"`
}

type jsonObjective struct {
	Quantile *float64 `json:"quantile"` // 0.99 of p99
	Within   float64  `json:"within_s"`
}

// A jsonStore is what was asked of the pool.
type jsonStore struct {
	Auto bool `json:"auto"`
	Size int  `json:"size"`
}

type jsonSizePlan struct {
	Bits       int             `json:"bits"`
	Feasible   bool            `json:"feasible"`
	Constraint string          `json:"constraint"`
	Advice     []string        `json:"advice"`
	Cost       *jsonCost       `json:"cost"`
	Point      *jsonNeed       `json:"need_at_estimate"`
	Upper      *jsonNeed       `json:"need"` // at the upper end of the cost; null when nothing meets the demands
	Models     []jsonLatency   `json:"latency"`
	AtEstimate []jsonLatency   `json:"latency_at_estimate"`
	Curve      []jsonLoadPoint `json:"curve"`  // by Allen-Cunneen
	Pool       *jsonPoolPlan   `json:"pool"`   // null without
	Finish     *jsonFinish     `json:"finish"` // null of a rate
	Spend      *jsonSpend      `json:"spend"`
}

type jsonCost struct {
	Kind            string             `json:"kind"`
	Bits            int                `json:"bits"`
	Strategy        string             `json:"strategy"`
	Workers         int                `json:"workers"`
	MeasuredWorkers int                `json:"measured_workers"`
	Seconds         *jsonEstimate      `json:"seconds"`
	CoreSeconds     *float64           `json:"core_s"`
	Law             jsonLaw            `json:"law"`
	Basis           string             `json:"basis"` // "measured", "modelled" or "predicted"
	Run             int                `json:"run"`   // index of the run it is from
	Cell            int                `json:"cell"`  // within it; -1 of a predicted cost
	From            string             `json:"from"`
	Policy          string             `json:"policy"`
	Resampled       int                `json:"resampled"` // times that the simulation draws from; 0: it draws from the law
	Prediction      *jsonPredictedCost `json:"prediction"`
	Remarks         []string           `json:"remarks"`
}

// A jsonLaw is a fixed part and so many memoryless ones after it.
type jsonLaw struct {
	Fixed  *float64 `json:"fixed_s"`
	Stages int      `json:"stages"`
	Stage  *float64 `json:"stage_s"`
	CV2    *float64 `json:"cv2"` // squared coefficient of variation
}

type jsonPredictedCost struct {
	Parts      []jsonPredictedPart `json:"parts"`
	SieveLimit uint64              `json:"sieve_limit"`
	Measured   []int               `json:"measured_bits"`
	Beyond     bool                `json:"beyond"` // the size is outside of those
}

type jsonPredictedPart struct {
	Operation string        `json:"operation"`
	PerSearch *float64      `json:"per_search"`
	Cost      *jsonEstimate `json:"cost"`
	Model     string        `json:"model"`
	Sizes     []int         `json:"fitted_bits"`
	Residual  *float64      `json:"residual"` // relative standard error of the fit
}

type jsonNeed struct {
	Seconds     *float64       `json:"seconds"` // of one result on one server
	Servers     int            `json:"servers"`
	Cores       int            `json:"cores"`
	Hosts       int            `json:"hosts"` // without spare ones
	Utilisation *float64       `json:"utilisation"`
	Binding     string         `json:"binding"`   // "load", "headroom", "objective", "pool" or "deadline"
	Objective   *jsonObjective `json:"objective"` // that binds
	Keeping     int            `json:"servers_for_load_and_headroom"`
}

type jsonLatency struct {
	Model     string         `json:"model"`
	Rate      *float64       `json:"rate_per_s"`
	Servers   int            `json:"servers"`
	Seconds   *float64       `json:"service_s"` // mean
	CV2       *float64       `json:"service_cv2"`
	Waits     *float64       `json:"waits"` // share of arrivals
	MeanWait  *float64       `json:"mean_wait_s"`
	Quantiles []jsonQuantile `json:"quantiles"`
}

// Errors are half the 95 % interval of a simulated quantile, 0 of a formula's; the
// deviation is that of the response from the simulated one, as a share of it.
type jsonQuantile struct {
	P             *float64 `json:"quantile"`
	Wait          *float64 `json:"wait_s"`
	WaitError     *float64 `json:"wait_error_s"`
	Response      *float64 `json:"response_s"`
	ResponseError *float64 `json:"response_error_s"`
	Deviation     *float64 `json:"deviation"`
}

type jsonLoadPoint struct {
	Rate        *float64       `json:"rate_per_s"`
	Utilisation *float64       `json:"utilisation"`
	Quantiles   []jsonQuantile `json:"quantiles"`
}

type jsonPoolPlan struct {
	Size int      `json:"size"`
	Dry  *float64 `json:"dry"`      // share of requests that find it empty
	Goal *float64 `json:"dry_goal"` // that it may be
	Fill *float64 `json:"fill_s"`
	Late *float64 `json:"mean_wait_when_dry_s"`
}

type jsonFinish struct {
	Seconds *float64 `json:"done_s"` // with a chance of 95 %
	Within  *float64 `json:"allowed_s"`
}

type jsonScalability struct {
	Bits     int              `json:"bits"`
	Strategy string           `json:"strategy"`
	Points   []jsonThroughput `json:"points"`
	Law      *jsonUSL         `json:"law"` // null where it cannot be fitted
	Note     string           `json:"note"`
}

type jsonThroughput struct {
	Workers    int      `json:"workers"`
	Throughput *float64 `json:"results_per_s"`
}

// A jsonUSL is X(N) = g N / (1 + a (N-1) + b N (N-1)).
type jsonUSL struct {
	G    *float64 `json:"g_per_s"`
	A    *float64 `json:"contention"`
	B    *float64 `json:"coherency"`
	Knee *float64 `json:"knee_workers"` // null without one
	Peak *float64 `json:"peak_per_s"`   // null without one
}

type jsonWhatIf struct {
	Bits     int            `json:"bits"`
	Strategy string         `json:"strategy"`
	Workers  int            `json:"workers"`
	Asked    bool           `json:"asked"` // it is the service as it stands
	Cost     *jsonCost      `json:"cost"`
	Need     *jsonNeed      `json:"need"`
	Why      string         `json:"why_not"`
	Response []jsonQuantile `json:"latency"` // by Allen-Cunneen
	Spend    *jsonSpend     `json:"spend"`
}

type jsonTotal struct {
	Cores int        `json:"cores"`
	Hosts int        `json:"hosts"`
	Spare int        `json:"spare_hosts"`
	Spend *jsonSpend `json:"spend"`
}

// In a jsonSpend a 0 stands for what was not asked.
type jsonSpend struct {
	Cores                int     `json:"cores_paid"`
	PerHour              float64 `json:"money_per_hour"`
	PerMonth             float64 `json:"money_per_month"`
	PerThousand          float64 `json:"money_per_1000"`
	Whole                float64 `json:"money_in_all"`
	KWhPerMonth          float64 `json:"kwh_per_month"`
	KWhPerThousand       float64 `json:"kwh_per_1000"`
	CoreHoursPerThousand float64 `json:"core_hours_per_1000"`
}
