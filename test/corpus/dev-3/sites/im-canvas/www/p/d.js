var g=document.getElementById('k').getContext('2d');function T(s,x,y,f,c,a){g.font=f+' "PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans Hans",sans-serif';g.fillStyle=c||'#222';g.textAlign=a||'left';g.fillText(s,x,y)}
var l=g.createLinearGradient(0,0,750,0);l.addColorStop(0,'#0c4c9c');l.addColorStop(1,'#2f8fd0');g.fillStyle=l;g.fillRect(0,0,750,190);
g.fillStyle='#c5262c';g.beginPath();g.arc(80,95,48,0,7);g.fill();g.fillStyle='#f6d77a';g.beginPath();g.moveTo(46,118);g.lineTo(80,62);g.lineTo(114,118);g.fill();
T('特种作业操作证及安全生产知识和管理能力',150,84,'bold 29px','#fff');T('考核合格信息查询平台',150,126,'bold 29px','#fff');T('中华人民共和国应急管理部',150,164,'20px','#dcebff');
T('特种作业操作证查询结果',375,256,'bold 34px','#0c4c9c','center');g.strokeStyle='#c9d7e8';g.strokeRect(40,286,670,700);
g.fillStyle='#dbe5f0';g.fillRect(520,310,160,214);g.fillStyle='#9fb2c8';g.beginPath();g.arc(600,386,40,0,7);g.fill();g.beginPath();g.ellipse(600,500,66,60,0,Math.PI,0);g.fill();
[['姓　名','吴*样'],['性　别','男'],['证　号','T990103********0051'],['作业类别','焊接与热切割作业'],['操作项目','熔化焊接与热切割作业'],['初领日期','2026-07-01'],['有效期开始','2026-07-01'],['有效期结束','2032-06-30'],['应复审日期','2029-06-30'],['签发机关','东陵省应急管理厅']].forEach(function(r,i){var y=350+i*64;T(r[0],66,y,'26px','#7a8797');T(r[1],216,y,'26px');g.strokeStyle='#edf1f6';g.beginPath();g.moveTo(56,y+20);g.lineTo(i<3?500:694,y+20);g.stroke()});
g.strokeStyle='#d0282e';g.lineWidth=5;g.beginPath();g.arc(590,880,78,0,7);g.stroke();T('★',590,898,'52px','#d0282e','center');T('证件专用章',590,938,'18px','#d0282e','center');
T('该证件真实有效',375,1050,'bold 30px','#0a9a52','center');T('以上信息仅供参考，如有疑问请与发证机关联系',375,1110,'22px','#8a94a0','center');
